/** A text in three parts: what is the same at its start, what differs, what is the same at its end. */
export type MarkedText = { readonly start: string; readonly changed: string; readonly end: string }

export type Difference = { readonly before: MarkedText; readonly after: MarkedText }

/** Where two instructions differ, in whole words: a change inside `node:20` marks all of it. */
export function findDifference(before: string, after: string): Difference {
  const old = splitWords(before)
  const now = splitWords(after)
  const shorter = Math.min(old.length, now.length)
  let start = 0
  while (start < shorter && old[start] === now[start]) start++
  let end = 0
  while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++
  return { before: cut(old, start, end), after: cut(now, start, end) }
}

/** Both texts with the difference marked as `git diff --word-diff` does: `COPY [-src-]{+lib+} /app`. */
export function describeDifference(before: string, after: string): string {
  const { before: old, after: now } = findDifference(before, after)
  const removed = old.changed === '' ? '' : `[-${old.changed}-]`
  // A blank at its end reads better as what follows the word.
  const word = now.changed.trimEnd()
  const added = word === '' ? '' : `{+${word}+}`
  return `${now.start}${removed}${added}${now.changed.slice(word.length)}${now.end}`
}

/** Words, the blanks between them and the end of a remark, so that joining gives the text back. */
function splitWords(text: string): readonly string[] {
  return text.split(/(\s+|\)$)/).filter((part) => part !== '')
}

function cut(words: readonly string[], start: number, end: number): MarkedText {
  return {
    start: words.slice(0, start).join(''),
    changed: words.slice(start, words.length - end).join(''),
    end: words.slice(words.length - end).join(''),
  }
}
