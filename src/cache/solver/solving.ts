import type { ContentRules } from '../../context/checksum/selector.ts'
import type { BuildRules } from '../model/build-options.ts'
import type { BuilderState } from '../model/builder-state.ts'
import type { Vertex } from '../model/graph/vertex.ts'
import type { Outcome } from './outcome.ts'
import type { Transfer } from './transfer-context.ts'

/** The state of one prediction that the parts of the solver share. */
export type Solving = {
  readonly builder: BuilderState
  readonly rules: BuildRules
  readonly contentRules: ContentRules
  /** Identities that are marked for `--no-cache`. */
  readonly ignoreCache: ReadonlySet<string>
  /** Merges that steps run on or read (`finalizedMerges`). */
  readonly finalized: ReadonlySet<string>
  /** The build's own context, which is transferred at the first request. */
  readonly context: () => Transfer
  readonly outcome: (vertex: Vertex | null) => Outcome
}
