import type { VertexOrder } from '../model/graph/vertex-order.ts'
import type { Outcome } from './outcome.ts'
import type { Transfer } from './transfer-context.ts'

/** The outcome of every vertex, and the contexts that are transferred. */
export type Solution = {
  readonly order: VertexOrder
  /** By identity. */
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** In order of time. */
  readonly transfers: readonly Transfer[]
  /** Merges that steps run on or read (`finalizedMerges`). */
  readonly finalized: ReadonlySet<string>
  /** Whether the build stops at a vertex. */
  readonly failed: boolean
}
