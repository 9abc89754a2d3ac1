import type { ClassicStep } from '../../model/classic-build.ts'
import type { StepContent } from '../../model/classic-state.ts'
import type { StepStatus } from '../../model/plan/plan.ts'
import type { StageImage } from '../stage-image.ts'
import type { StepRequest } from './step-request.ts'

/** The result of predicting one step. */
export type StepOutcome = {
  readonly step: ClassicStep
  readonly status: StepStatus
  /** Why the build stops here. */
  readonly error: string | null
  /** The instruction with the values that count. */
  readonly resolvedText: string
  /** null: FROM, an ARG above it, or the build did not come this far. */
  readonly request: StepRequest | null
  /** null: the step copies nothing, or files that count are not hashed yet. */
  readonly content: StepContent | null
  /** The image before it and after it. */
  readonly parent: StageImage | null
  readonly image: StageImage | null
  /** Only for FROM with an image. */
  readonly base: StepBase | null
  /** Only for FROM: the ONBUILD triggers that run there. The engine does not print them as steps. */
  readonly triggers: readonly StepOutcome[]
  /** Only for COPY --from with a stage. */
  readonly source: StepSource | null
  /** The daemon stores it under another configuration than it asks for, so it is never found. */
  readonly unfindable: boolean
}

export type StepBase = {
  readonly ref: string
  readonly identity: string | null
  /** The identity that it had when it was last seen, where that is another one. */
  readonly movedFrom: string | null
}

/** The step that the stage ends with. */
export type StepSource = { readonly id: string; readonly image: StageImage }

/** The outcome of a step that does nothing, or that the build does not reach. */
export const blankOutcome = (step: ClassicStep): StepOutcome => ({
  step,
  status: 'rebuilt',
  error: null,
  resolvedText: step.instruction.text,
  request: null,
  content: null,
  parent: null,
  image: null,
  base: null,
  triggers: [],
  source: null,
  unfindable: false,
})

/**
 * The status of FROM. FROM itself does nothing: its status follows from the stage it starts from, or from its triggers.
 */
export function fromStatus(image: StageImage, triggers: readonly StepOutcome[]): StepStatus {
  const worst = triggers.findLast(({ status }) => status !== 'cached')
  if (worst !== undefined) return worst.status
  if (!image.isNew) return 'cached'
  if (image.known.length === 0) return 'rebuilt'
  return image.unhashed ? 'checking' : 'depends'
}
