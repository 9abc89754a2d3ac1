import type { ClassicStep } from '../../model/classic-build.ts'
import type { StepContent } from '../../model/classic-state.ts'
import type { StepStatus } from '../../model/plan.ts'
import type { StageImage } from '../stage-image.ts'
import type { StepRequest } from './step-request.ts'

/** What became of one step. */
export type StepOutcome = {
  readonly step: ClassicStep
  readonly status: StepStatus
  /** Why the build stops here. */
  readonly error: string | null
  /** The instruction with the values that count. */
  readonly resolvedText: string
  /** null: FROM, an ARG above it, or the build did not come this far. */
  readonly request: StepRequest | null
  /** null: nothing, or files that count are not hashed yet. */
  readonly content: StepContent | null
  /** The image before it and after it. */
  readonly parent: StageImage | null
  readonly image: StageImage | null
  /** Of FROM an image. */
  readonly base: StepBase | null
  /** Of FROM: ONBUILD triggers that ran there, which the engine does not print as steps. */
  readonly triggers: readonly StepOutcome[]
  /** Of COPY --from a stage. */
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

/** A step that does nothing, or was not come to. */
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

/** FROM itself does nothing: it is as new as the stage it starts from, or as its triggers left it. */
export function fromStatus(image: StageImage, triggers: readonly StepOutcome[]): StepStatus {
  const worst = triggers.findLast(({ status }) => status !== 'cached')
  if (worst !== undefined) return worst.status
  if (!image.fresh) return 'cached'
  if (image.known.length === 0) return 'rebuilt'
  return image.unhashed ? 'checking' : 'depends'
}
