import type { CaseTree } from './case-file.ts'
import type { PlayedCase } from './play-case.ts'

/** A case on another front end: `# syntax=REF` in front of every Dockerfile of its builds; null leaves it alone. */
export const withFrontend = <Played extends PlayedCase>(played: Played, ref: string | null): Played =>
  ref === null || played.nosyntax
    ? played
    : {
        ...played,
        builds: played.builds.map((build) =>
          build.tree ? { ...build, tree: withSyntaxLine(build.tree, ref) } : build,
        ),
      }

/** Every Dockerfile of the tree with `# syntax=REF` in front, unless it names a front end itself. */
function withSyntaxLine(tree: CaseTree, ref: string): CaseTree {
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
