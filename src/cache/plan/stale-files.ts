import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { memoizePairs } from '../../memo/memoize.ts'

/**
 * Files whose content differs from the builder's copy, with nothing else changed that the builder looks at; in path
 * order. `tree` is the builder's mirror after `sent` was sent. Costs what changed when both trees share their
 * directories.
 */
export function staleFiles(tree: DirectoryEntry, sent: DirectoryEntry): readonly string[] {
  return tree === sent ? none : rememberedFiles(tree, sent)
}

const none: readonly string[] = []
const rememberedFiles = memoizePairs(findStale)

function findStale(tree: DirectoryEntry, sent: DirectoryEntry): readonly string[] {
  const found: string[] = []
  // A synced mirror has exactly the entries that were sent.
  for (const [index, held] of tree.children.entries()) {
    const now = sent.children[index]
    if (now === undefined || held === now) continue
    if (held.kind === 'directory' && now.kind === 'directory') {
      for (const path of staleFiles(held, now)) found.push(`${held.name}/${path}`)
    } else if (held.kind === 'file' && now.kind === 'file') {
      if (now.contentDigest !== null && held.contentDigest !== now.contentDigest) found.push(held.name)
    }
  }
  return found.length === 0 ? none : found
}
