import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { treeChanges } from '../../../context/tree/tree-changes.ts'
import { sameInstructions } from '../../../dockerfile/parser/same-instructions.ts'
import type { SavedChange } from '../../../session/edits/judge-edits.ts'
import type { Trees } from '../../../session/edits/read-paths.ts'
import { shownPath } from '../read/shown-path.ts'
import { diskPath } from '../tree/file-name.ts'
import type { Batch } from '../watch/change-batcher.ts'
import { contextKey, type OpenBuild, type OpenContext } from './build-files.ts'

/** What was read at the last verdict: edits are what differs from it. */
export type Judged = {
  readonly trees: Trees
  readonly dockerfile: string
  /** Text of each context's ignore file, by context name (`''`: the build's own). */
  readonly ignores: ReadonlyMap<string, string>
}

export function judgedOf(build: OpenBuild): Judged {
  const contexts = build.contexts.flatMap(({ name, tree, ignore }) =>
    tree.snapshot === null ? [] : [{ name: contextKey(name), snapshot: tree.snapshot, text: ignore.text }],
  )
  return {
    trees: new Map(contexts.map(({ name, snapshot }) => [name, snapshot])),
    dockerfile: build.dockerfile?.text ?? '',
    ignores: new Map(contexts.map(({ name, text }) => [name, text])),
  }
}

/** What was saved since the last verdict, apart from ignored files. */
export function savedSince(judged: Judged, build: OpenBuild): SavedChange[] {
  const { context: shownFrom } = build.request
  const { dockerfile } = build
  const saved: SavedChange[] = []
  if (dockerfile !== null && dockerfile.text !== judged.dockerfile) saved.push(dockerfileChange(dockerfile, judged))
  for (const { name, tree, ignore } of build.contexts) {
    const context = contextKey(name)
    const before = judged.trees.get(context)
    if (before === undefined || tree.snapshot === null) continue
    const rulesChanged = ignore.text !== judged.ignores.get(context)
    if (rulesChanged) saved.push({ kind: 'ignore-file', shown: ignore.shown ?? '.dockerignore', sameText: false })
    for (const { path, ...entries } of treeChanges(before, tree.snapshot)) {
      // Let in or kept out by the rules: nobody saved these.
      if (rulesChanged && (entries.before === undefined || entries.after === undefined)) continue
      const shown = shownPath(shownFrom, join(tree.root, path))
      saved.push({ kind: 'file', shown, context, path, ...entries })
      if (shown === dockerfile?.shown) saved.push(dockerfileChange(dockerfile, judged))
    }
  }
  return saved
}

function dockerfileChange({ shown, text }: NonNullable<OpenBuild['dockerfile']>, judged: Judged): SavedChange {
  const before = judged.dockerfile
  return { kind: 'dockerfile', shown, sameText: text === before, sameInstructions: sameInstructions(before, text) }
}

/** Ignored files among the hints that are there and not folders. */
export function ignoredAmong(batch: Batch, build: OpenBuild): SavedChange[] {
  return build.contexts.flatMap(({ name, tree, ignore }) =>
    (batch.hints.get(contextKey(name)) ?? []).flatMap(({ path }) => ignoredFile({ tree, ignore }, path, build)),
  )
}

function ignoredFile(
  { tree, ignore }: Pick<OpenContext, 'tree' | 'ignore'>,
  path: string,
  build: OpenBuild,
): SavedChange[] {
  const line = path === '' ? null : ignore.rules.explain(path)
  if (line === null || !isFile(join(tree.root, path))) return []
  const shown = shownPath(build.request.context, join(tree.root, path))
  // Read all the same: what they say is an edit of its own kind.
  if (shown === build.dockerfile?.shown || shown === ignore.shown) return []
  return [{ kind: 'ignored', shown, rule: `${ignore.shown} line ${line.line} ${line.pattern}` }]
}

function isFile(path: string): boolean {
  try {
    return !lstatSync(diskPath(path)).isDirectory()
  } catch {
    return false
  }
}
