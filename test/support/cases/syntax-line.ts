import type { CaseTree } from './case-file.ts'

/** Every Dockerfile of the tree with `# syntax=REF` in front, unless it names a front end itself. */
export function withSyntaxLine(tree: CaseTree, ref: string): CaseTree {
  const changed: Record<string, CaseTree[string]> = {}
  for (const [path, entry] of Object.entries(tree)) {
    const text = entry.t === 'f' && entry.b64 === undefined ? (entry.c ?? '') : null
    changed[path] =
      text !== null && isDockerfile(path) ? { ...entry, t: 'f', c: withLine(text, `# syntax=${ref}\n`) } : entry
  }
  return changed
}

const isDockerfile = (path: string): boolean =>
  !path.endsWith('dockerignore') && (/(^|\/)dockerfile(\..*)?$/i.test(path) || /\.(dockerfile|df)$/i.test(path))

/** A line that names the floating `docker/dockerfile:1` is replaced, any other one is kept. */
function withLine(text: string, line: string): string {
  const floating = /^# syntax=docker\/dockerfile:1(-labs)?\n/
  if (floating.test(text)) return text.replace(floating, line)
  if (/^\uFEFF?#[ \t]*syntax[ \t]*=/i.test(text)) return text
  return text.startsWith('\uFEFF') ? `\uFEFF${line}${text.slice(1)}` : line + text
}
