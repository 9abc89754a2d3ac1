import type { FileChange, FileChangeKind } from '../../context/checksum/file-change.ts'

/** What happened to a file, in the words of a list: `modified`, `mode 644→755`, `renamed from old.ts`. */
export function describeFileChange(change: FileChange): string {
  if (change.change === 'renamed' && change.from !== undefined) return `renamed from ${change.from}`
  if (change.change === 'mode' && change.before !== undefined && change.after !== undefined)
    return `mode ${change.before}→${change.after}`
  return plainWords[change.change]
}

const plainWords: Readonly<Record<FileChangeKind, string>> = {
  modified: 'modified',
  mode: 'mode changed',
  added: 'added',
  removed: 'removed',
  type: 'another kind of file',
  target: 'link target changed',
  renamed: 'renamed',
}

/** The same as the end of a sentence whose subject is the file: `src/a.ts` + ` was modified`. */
export function explainFileChange(change: FileChange): string {
  const path = change.path === '' ? 'the directory itself' : change.path
  switch (change.change) {
    case 'modified':
      return `${path} was modified`
    case 'mode':
      return change.before !== undefined && change.after !== undefined
        ? `the permissions of ${path} went from ${change.before} to ${change.after}`
        : `the permissions of ${path} changed`
    case 'added':
      return `${path} was added`
    case 'removed':
      return `${path} was removed`
    case 'type':
      return `${path} became another kind of file`
    case 'target':
      return `the link ${path} points elsewhere`
    case 'renamed':
      return `${change.from ?? 'a file'} was renamed to ${path}`
  }
}
