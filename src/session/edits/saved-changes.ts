import type { ContextTrees } from '../../cache/causes/cause-content.ts'
import { treeChanges } from '../../context/tree/tree-changes.ts'
import { sameInstructions } from '../../dockerfile/parser/same-instructions.ts'
import { type ContextKey, type DockerfileText, isWalked, type SessionContext } from '../build-files.ts'
import { pathIn, shownPath } from '../shown-path.ts'
import type { SavedChange } from './judge-edits.ts'

/** The files of a build as last read. */
export type ReadFiles = {
  /** Directory that shown paths are relative to. */
  readonly shownFrom: string
  /** null: there was no Dockerfile. */
  readonly dockerfile: DockerfileText | null
  readonly contexts: readonly SessionContext[]
}

/** The files at the last verdict. An edit is a difference from them. */
export type Judged = {
  readonly trees: ContextTrees
  readonly dockerfile: string
  /** Text of each context's ignore file. */
  readonly ignores: ReadonlyMap<ContextKey, string>
}

/** The files as a verdict sees them, for the next comparison. */
export function judgedOf({ dockerfile, contexts }: ReadFiles): Judged {
  const walked = contexts.flatMap(({ key, walked, ignore }) =>
    walked === null ? [] : [{ key, tree: walked.tree, text: ignore.text }],
  )
  return {
    trees: new Map(walked.map(({ key, tree }) => [key, tree])),
    dockerfile: dockerfile?.text ?? '',
    ignores: new Map(walked.map(({ key, text }) => [key, text])),
  }
}

/** The changes since the last verdict, apart from ignored files. */
export function savedSince(judged: Judged, { shownFrom, dockerfile, contexts }: ReadFiles): SavedChange[] {
  const shownDockerfile = dockerfile === null ? null : shownPath(shownFrom, dockerfile.path)
  const saved: SavedChange[] = []
  if (dockerfile !== null && dockerfile.text !== judged.dockerfile)
    saved.push(dockerfileChange(shownDockerfile!, dockerfile.text, judged))
  for (const { key, root, walked, ignore } of contexts) {
    const before = judged.trees.get(key)
    if (before === undefined || walked === null) continue
    const rulesChanged = ignore.text !== judged.ignores.get(key)
    if (rulesChanged) saved.push({ kind: 'ignore-file', shown: ignore.shown ?? '.dockerignore', sameText: false })
    for (const { path, ...entries } of treeChanges(before, walked.tree)) {
      // The rules let it in or leave it out now: it was not saved.
      if (rulesChanged && (entries.before === undefined || entries.after === undefined)) continue
      const shown = shownPath(shownFrom, pathIn(root, path))
      saved.push({ kind: 'file', shown, context: key, path, ...entries })
      if (dockerfile !== null && shown === shownDockerfile) saved.push(dockerfileChange(shown, dockerfile.text, judged))
    }
  }
  return saved
}

function dockerfileChange(shown: string, text: string, { dockerfile: before }: Judged): SavedChange {
  return { kind: 'dockerfile', shown, sameText: text === before, sameInstructions: sameInstructions(before, text) }
}

/** The hinted paths that the context's rules ignore. Saving one of them has no effect. */
export function ignoredPaths(context: SessionContext, paths: readonly string[]): readonly string[] {
  return isWalked(context) ? paths.filter((path) => path !== '' && context.ignore.rules.explain(path) !== null) : []
}

/**
 * Saves of ignored files. Dockerfiles and ignore files are read even when ignored: those are edits of their own kind.
 */
export function ignoredChanges(
  { root, ignore }: SessionContext,
  paths: readonly string[],
  { shownFrom, dockerfile }: ReadFiles,
): SavedChange[] {
  return paths.flatMap((path): SavedChange[] => {
    const line = ignore.rules.explain(path)
    const shown = shownPath(shownFrom, pathIn(root, path))
    const isRead = shown === ignore.shown || (dockerfile !== null && shown === shownPath(shownFrom, dockerfile.path))
    if (line === null || isRead) return []
    return [{ kind: 'ignored', shown, rule: `${ignore.shown} line ${line.line} ${line.pattern}` }]
  })
}
