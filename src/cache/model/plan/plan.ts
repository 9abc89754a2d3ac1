import type { FileChange } from '../../../context/checksum/file-change.ts'
import type { ShownBaseline } from './baseline.ts'
import type { KeyInputs } from './key-inputs.ts'
import type { PlanWarning } from './plan-warning.ts'
import type { Pointer } from './pointer.ts'
import type { StageSettings } from './step-facts.ts'
import type { StepNote } from './step-note.ts'

/**
 * The plan: the prediction for a build that starts now, step by step, as one plain value. Reports, the workbench and
 * the replay of history read only this value.
 */

/**
 * - `cached`: the step's key is in the cache.
 * - `rebuilt`: the step runs (for certain).
 * - `depends`: BuildKit itself can only know after an earlier step has run.
 * - `fails`: a build would stop here, or never reaches this step because another one stopped it.
 * - `checking`: files that decide are not hashed yet. Only on a live screen: reports wait until nothing is being
 * checked.
 */
export type StepStatus = 'cached' | 'rebuilt' | 'depends' | 'fails' | 'checking'

export type Cause =
  /** Files that the step reads differ from the files of the last build. `files` is capped, `total` counts all. */
  | { readonly kind: 'content'; readonly files: readonly FileChange[]; readonly total: number }
  | ({ readonly kind: 'instruction' } & InstructionChange)
  /**
   * A variable (ARG, ENV or a build option) that the step sees or uses has another value; null: it was or is not set.
   */
  | { readonly kind: 'argument'; readonly name: string; readonly before: string | null; readonly after: string | null }
  /** The rules differ from the last build: another front end, BuildKit version or builder. */
  | {
      readonly kind: 'rule'
      readonly rule: 'frontend' | 'daemon' | 'builder'
      readonly before: string
      readonly after: string
    }
  | { readonly kind: 'base'; readonly ref: string; readonly before: string | null; readonly after: string | null }
  /**
   * The stage or source that it copies or mounts from changed or re-runs. `from` is the last step of the stage, or the
   * source.
   */
  | { readonly kind: 'input'; readonly from: Pointer }
  /** Inherited: the parent step at which the re-running begins, in this stage or the one it starts from. */
  | { readonly kind: 'parent'; readonly from: Pointer }
  /** Never built before. */
  | { readonly kind: 'new' }
  /** `--no-cache` or `--no-cache-filter` asks for it. */
  | { readonly kind: 'forced'; readonly option: string }
  /** Has no inputs, so BuildKit reports it as done in every build, at no cost (a first WORKDIR on scratch). */
  | { readonly kind: 'resolved' }
  /** Why a build stops here. */
  | { readonly kind: 'error'; readonly message: string }
  /** The build stops at another step. */
  | { readonly kind: 'not-reached' }

/** The way in which an instruction or its stage's settings differ from the last build. */
export type InstructionChange =
  /** The words of the instruction changed; `settings` lists the settings that changed as well. */
  | {
      readonly change: 'text'
      readonly before: string
      readonly after: string
      readonly settings?: { readonly before: StageSettings; readonly after: StageSettings }
    }
  /** Earlier lines give it another user, owner, shell or directory. Only settings that differ are listed. */
  | {
      readonly change: 'settings'
      readonly text: string
      readonly before: StageSettings
      readonly after: StageSettings
    }
  /** It comes after other steps: those that differ, the nearest first. */
  | {
      readonly change: 'place'
      readonly text: string
      readonly before: readonly string[]
      readonly after: readonly string[]
    }
  /** Its variables have another order: the names that changed places. */
  | {
      readonly change: 'order'
      readonly text: string
      readonly before: readonly string[]
      readonly after: readonly string[]
    }

/** An instruction at its place in the Dockerfile. */
export type PlacedInstruction = {
  /** Stable while earlier lines of the Dockerfile are edited: stage, keyword and number among equal keywords. */
  readonly id: string
  /** Stage name, or `stage-N`. */
  readonly stage: string
  readonly stageIndex: number
  /**
   * First and last line of the instruction in the Dockerfile, counted from 1. 0: not in this file (ONBUILD of a base
   * image).
   */
  readonly line: number
  readonly endLine: number
  /** Upper-case keyword. */
  readonly instruction: string
  /** The whole instruction as written, continuation lines joined. */
  readonly text: string
}

export type PlanStep = PlacedInstruction & {
  /** The name BuildKit prints: `[builder 3/7] COPY . .`. */
  readonly vertex: string
  /** Whether the step adds a layer to its stage's file system. */
  readonly layer: boolean
  readonly status: StepStatus
  readonly causes: readonly Cause[]
  readonly note?: StepNote
  readonly keyedBy: KeyInputs
  /** The id of the step with the same vertex. BuildKit runs the vertex once and prints it at that step. */
  readonly sharedWith?: string
}

/** An instruction without a vertex: it changes no layer by itself. */
export type MetadataRow = PlacedInstruction

/** `stage` is an index into the stages of the plan. */
export type StageRead = { readonly stage: number; readonly line: number }

export type PlanStage = {
  readonly name: string
  readonly index: number
  readonly line: number
  /** The stage or image it starts from. */
  readonly base: string
  /** Whether the target uses the stage. */
  readonly needed: boolean
  /** The stages that it starts from, copies from or mounts, each with the line that names it, in order. */
  readonly reads: readonly StageRead[]
}

export type PlanSummary = {
  readonly cached: number
  readonly rebuilt: number
  readonly depends: number
  readonly fails: number
  /**
   * Vertex of the first step in Dockerfile order that re-runs for an own cause. If there is none: the first step that
   * re-runs because its source changed. null: no step re-runs. `resolved` steps cost nothing and do not count.
   */
  readonly firstRebuilt: string | null
}

export type BuilderKind = 'overlay2' | 'containerd' | 'legacy'

/** The rules that were applied. The header shows them, as a prediction is only right for its rules. */
export type RulesInForce = {
  readonly builder: BuilderKind
  /** e.g. `1.26`, `1.18-labs`, `built-in 1.19`. */
  readonly frontend: string
  /** BuildKit daemon, e.g. `0.25`. */
  readonly daemon: string
  /** The version that these rules replace, because no build of that version was recorded. */
  readonly insteadOf?: string
}

export type Plan = {
  /** Path as shown to people: relative to the context where it is inside. */
  readonly dockerfile: string
  /** Absolute path of the context directory. */
  readonly context: string
  /** Stage that is built: its name, or `stage-N`. */
  readonly target: string
  readonly baseline: ShownBaseline
  readonly rules: RulesInForce
  readonly stages: readonly PlanStage[]
  /** Steps of the stages that the target needs, in Dockerfile order. */
  readonly steps: readonly PlanStep[]
  /** Instructions of the same stages that make no vertex. */
  readonly metadata: readonly MetadataRow[]
  readonly summary: PlanSummary
  readonly warnings: readonly PlanWarning[]
}
