import type { IgnoreRules } from '../../../context/ignore/ignore-file.ts'
import { childOf, type DirectoryEntry, type Entry, withEntry } from '../../../context/tree/entry.ts'
import { memoizeEach } from '../../../memo/memoize.ts'
import { noHeader } from './context-sums.ts'

export type SentContextInput = {
  /** Snapshot without ignored entries, by the rules of BuildKit's client. */
  readonly snapshot: DirectoryEntry
  /** The rules of the context's `.dockerignore`; null: the file is missing or empty. */
  readonly ignore: IgnoreRules | null
  /** The Dockerfile is not in the context. */
  readonly dockerfileOutside: boolean
  /** Number of the build; distinguishes uploads. */
  readonly build: number
}

/**
 * The entries that the classic builder's client uploads. Three rules differ from BuildKit: sockets are left out; the
 * client enters an ignored directory only if an exception is written below its path (`!**\/x` brings nothing back from
 * it), and then uploads it without an entry for itself; for a Dockerfile outside the context the client rewrites
 * `.dockerignore` and adds a random name.
 * Source: moby/go-archive archive.go: Tarballer.Do; docker/cli build/context.go: AddDockerfileToBuildContext.
 */
export function sentContext({ snapshot, ignore, dockerfileOutside, build }: SentContextInput): DirectoryEntry {
  const exceptions = (ignore?.patterns ?? []).filter((pattern) => pattern.exception).map((pattern) => pattern.text)
  const uploaded = withoutSockets(snapshot)
  const sent = ignore === null || exceptions.length === 0 ? uploaded : pruned(uploaded, ignore, exceptions)
  const rewritten = dockerfileOutside ? childOf(sent, '.dockerignore') : undefined
  if (rewritten?.kind !== 'file') return sent
  return withEntry(sent, '.dockerignore', { ...rewritten, contentDigest: `upload-${build}` })
}

function pruned(root: DirectoryEntry, ignore: IgnoreRules, exceptions: readonly string[]): DirectoryEntry {
  const known = prunedTrees.get(root)
  if (known?.ignore === ignore) return known.tree
  const walk = (directory: DirectoryEntry, prefix: string, state: IgnoreRules['root']): DirectoryEntry => {
    let changed = false
    const children: Entry[] = []
    for (const child of directory.children) {
      if (child.kind !== 'directory') {
        children.push(child)
        continue
      }
      const path = prefix === '' ? child.name : `${prefix}/${child.name}`
      const verdict = ignore.judge(state, path, true)
      const wanted = verdict.included || exceptions.some((text) => `${text}/`.startsWith(`${path}/`))
      const below = wanted ? walk(child, path, verdict.state) : null
      const kept = below === null || verdict.included ? below : { ...below, headerMode: noHeader }
      if (kept !== child) changed = true
      if (kept !== null && (verdict.included || kept.children.length > 0)) children.push(kept)
    }
    return changed ? { ...directory, children } : directory
  }
  const tree = walk(root, '', ignore.root)
  prunedTrees.set(root, { ignore, tree })
  return tree
}
const prunedTrees = new WeakMap<DirectoryEntry, { readonly ignore: IgnoreRules; readonly tree: DirectoryEntry }>()

const withoutSockets = memoizeEach((directory: DirectoryEntry): DirectoryEntry => {
  const children = directory.children
    .filter((child) => child.kind !== 'file' || child.socket === undefined)
    .map((child) => (child.kind === 'directory' ? withoutSockets(child) : child))
  const same =
    children.length === directory.children.length && children.every((child, at) => child === directory.children[at])
  return same ? directory : { ...directory, children }
})
