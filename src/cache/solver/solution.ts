import type { VertexOrder } from '../model/vertex-order.ts'
import type { Outcome } from './outcome.ts'
import type { Transfer } from './transfer-context.ts'

/** What a build does with every vertex, and what it transfers for that. */
export type Solution = {
  readonly order: VertexOrder
  /** By identity. */
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** In the order in which they happen. */
  readonly transfers: readonly Transfer[]
  /** Merges that steps run on or read (`finalizedMerges`). */
  readonly finalized: ReadonlySet<string>
  /** Whether the build stops at some vertex. */
  readonly failed: boolean
}
