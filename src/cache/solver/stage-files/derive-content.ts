import { checksumContent } from '../../../context/checksum/checksum.ts'
import type { Selector } from '../../../context/checksum/selector.ts'
import type { DerivedContent } from '../../model/builder-state.ts'
import type { Vertex } from '../../model/graph/vertex.ts'
import type { Solving } from '../solving.ts'
import { knownTree } from './known-tree.ts'
import { overlayContent } from './overlay-content.ts'

/**
 * The known content of a stage before a build, if no command has touched it since it was copied. null: it is not known.
 */
export function deriveContent(solving: Solving, head: Vertex, selectors: readonly Selector[]): DerivedContent | null {
  const tree = knownTree(solving, head)
  if (tree === null) return overlayContent(solving, head, selectors)
  const content = checksumContent(tree, selectors, solving.contentRules)
  return content.kind === 'digest' ? { kind: 'exact', digest: content.digest } : null
}
