import type { Selector } from '../../context/checksum.ts'
import type { StepContent } from './legacy-state.ts'

/** What one step of one build was made of: plain and serialisable, enough to say later why another build's step differs. */
export type LegacyStepFacts = {
  /** `PlanStep.id`. */
  readonly id: string
  readonly vertex: string
  readonly stage: string
  readonly line: number
  readonly keyword: string
  readonly text: string
  /** The instruction with the values that count. */
  readonly spelled: string
  /** Arguments that count in a RUN; of other instructions the variables that they name. */
  readonly variables: readonly (readonly [name: string, value: string])[]
  readonly content: StepContent
  /** What it reads of the context. */
  readonly selectors: readonly Selector[]
  /** Only of FROM an image. `identity` is null while nobody could tell it. */
  readonly base: { readonly ref: string; readonly identity: string | null } | null
  /** The image it left behind. */
  readonly image: string
}
