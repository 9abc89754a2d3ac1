/** A pattern that Go's path.Match rejects. */
export class BadPatternError extends Error {
  constructor(pattern: string) {
    super(`syntax error in pattern: "${pattern}"`)
    this.name = 'BadPatternError'
  }
}

/**
 * Go's path.Match, which COPY and ADD sources use: `*` and `?` do not cross `/`, `[^…]` negates (`!` does not), `\x` is
 * x. As in Go, a malformed pattern is only noticed when matching gets that far, so the same call can answer false
 * first. Throws BadPatternError. Source: Go 1.24 src/path/match.go.
 */
export function matchGlob(pattern: string, name: string): boolean {
  return new GlobMatcher(pattern).match(name)
}

/** Like matchGlob, but a malformed pattern matches nothing. */
export function matchesGlob(pattern: string, name: string): boolean {
  try {
    return matchGlob(pattern, name)
  } catch {
    return false
  }
}

/** Whether a source has an unescaped `*`, `?` or `[`. */
export function hasWildcard(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '*' || text[at] === '?' || text[at] === '[') return true
  }
  return false
}

/** One pattern, read once and matched against many names. */
export class GlobMatcher {
  readonly #text: string
  readonly #pattern: readonly string[]
  /** For a pattern with one `*`, without class or escape: the text before and after the star. */
  readonly #ends: Ends | null

  constructor(pattern: string) {
    this.#text = pattern
    this.#pattern = [...pattern]
    this.#ends = endsOfOneStar(pattern)
  }

  match(text: string): boolean {
    if (this.#ends !== null) return isBetween(text, this.#ends)
    const pattern = this.#pattern
    let name: readonly string[] = [...text]
    let at = 0
    while (at < pattern.length) {
      let star = false
      while (pattern[at] === '*') {
        star = true
        at++
      }
      const end = this.#chunkEnd(at)
      const chunk = pattern.slice(at, end)
      at = end
      if (star && chunk.length === 0) return !name.includes('/')
      const here = this.#matchChunk(chunk, name)
      // The last chunk must use up the name.
      if (here >= 0 && (here === name.length || at < pattern.length)) {
        name = name.slice(here)
        continue
      }
      const skipped = star ? this.#skipTo(chunk, name, at >= pattern.length) : null
      if (skipped === null) {
        this.#checkRest(at)
        return false
      }
      name = skipped
    }
    return name.length === 0
  }

  /** Tries the chunk after 1, 2, … characters that `*` takes; the rest of the name after it, or null. */
  #skipTo(chunk: readonly string[], name: readonly string[], last: boolean): readonly string[] | null {
    for (let skip = 0; skip < name.length && name[skip] !== '/'; skip++) {
      const end = this.#matchChunk(chunk, name.slice(skip + 1))
      if (end < 0) continue
      if (last && skip + 1 + end < name.length) continue
      return name.slice(skip + 1 + end)
    }
    return null
  }

  /** A pattern that already failed is still checked for syntax to its end. */
  #checkRest(from: number): void {
    let at = from
    while (at < this.#pattern.length) {
      while (this.#pattern[at] === '*') at++
      const end = this.#chunkEnd(at)
      this.#matchChunk(this.#pattern.slice(at, end), [])
      at = end
    }
  }

  #chunkEnd(from: number): number {
    let inRange = false
    let at = from
    for (; at < this.#pattern.length; at++) {
      const character = this.#pattern[at]
      if (character === '\\') {
        if (at + 1 < this.#pattern.length) at++
      } else if (character === '[') inRange = true
      else if (character === ']') inRange = false
      else if (character === '*' && !inRange) break
    }
    return at
  }

  /** Characters of `name` that the chunk takes from its start, or -1. */
  #matchChunk(chunk: readonly string[], name: readonly string[]): number {
    let failed = false
    let taken = 0
    let at = 0
    while (at < chunk.length) {
      if (taken >= name.length) failed = true
      const character = chunk[at]!
      if (character === '[') {
        const subject = failed ? undefined : name[taken++]
        const range = this.#matchRange(chunk, at + 1, subject)
        if (!range.matched) failed = true
        at = range.end
      } else if (character === '?') {
        if (!failed && name[taken] === '/') failed = true
        taken++
        at++
      } else {
        if (character === '\\') at++
        if (at >= chunk.length) throw new BadPatternError(this.#text)
        if (!failed && chunk[at] !== name[taken]) failed = true
        taken++
        at++
      }
    }
    return failed ? -1 : taken
  }

  #matchRange(chunk: readonly string[], from: number, subject: string | undefined): { matched: boolean; end: number } {
    let at = from
    const negated = chunk[at] === '^'
    if (negated) at++
    let matched = false
    for (let ranges = 0; ; ranges++) {
      if (chunk[at] === ']' && ranges > 0) return { matched: matched !== negated, end: at + 1 }
      const low = this.#rangeCharacter(chunk, at)
      let high = low
      at = low.end
      if (chunk[at] === '-') {
        high = this.#rangeCharacter(chunk, at + 1)
        at = high.end
      }
      if (subject !== undefined && low.code <= subject.codePointAt(0)! && subject.codePointAt(0)! <= high.code)
        matched = true
    }
  }

  #rangeCharacter(chunk: readonly string[], from: number): { code: number; end: number } {
    let at = from
    const character = chunk[at]
    if (character === undefined || character === '-' || character === ']') throw new BadPatternError(this.#text)
    if (character === '\\') at++
    const literal = chunk[at]
    if (literal === undefined || at + 1 >= chunk.length) throw new BadPatternError(this.#text)
    return { code: literal.codePointAt(0)!, end: at + 1 }
  }
}

/** The text before and after the `*` of a pattern without other wildcards. */
export type Ends = readonly [start: string, end: string]

/** null: the pattern has no star, several stars, or other special characters. */
export const endsOfOneStar = (pattern: string): Ends | null =>
  /^[^*?[\]\\^]*\*[^*?[\]\\^]*$/.test(pattern) ? (pattern.split('*') as [string, string]) : null

/** Whether a path is `start`, any characters but `/`, and `end`. */
export function isBetween(path: string, [start, end]: Ends): boolean {
  if (path.length < start.length + end.length || !path.startsWith(start) || !path.endsWith(end)) return false
  return !path.slice(start.length, path.length - end.length).includes('/')
}
