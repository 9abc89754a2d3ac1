import type { FileChange } from '../../context/checksum/file-change.ts'
import type { ShownBaseline } from './baseline.ts'
import type { KeyInputs } from './key-inputs.ts'
import type { PlanWarning } from './plan-warning.ts'
import type { Pointer } from './pointer.ts'
import type { StageSettings } from './step-facts.ts'
import type { StepNote } from './step-note.ts'

/**
 * The plan: what a build started now would do, step by step, as one plain value.
 * Headless reports, the workbench and a replay of history all read this value and nothing else.
 */

/**
 * - `cached`: the step's key is in the cache.
 * - `rebuilt`: the step runs (for certain).
 * - `depends`: BuildKit itself can only know after an earlier step has run.
 * - `fails`: a build would stop here, or never reaches this step because another one stopped it.
 * - `checking`: files that decide are not hashed yet. Only on a live screen: reports wait until nothing is being checked.
 */
export type StepStatus = 'cached' | 'rebuilt' | 'depends' | 'fails' | 'checking'

export type Cause =
  /** Files that the step reads differ from what the last build read. `files` is capped, `total` counts all. */
  | { readonly kind: 'content'; readonly files: readonly FileChange[]; readonly total: number }
  | ({ readonly kind: 'instruction' } & InstructionChange)
  /** A variable (ARG, ENV or a build option) that the step sees or names has another value; null: it was or is not set. */
  | { readonly kind: 'argument'; readonly name: string; readonly before: string | null; readonly after: string | null }
  /** The last build went by other rules: another front end, version of BuildKit or builder. */
  | {
      readonly kind: 'rule'
      readonly rule: 'frontend' | 'daemon' | 'builder'
      readonly before: string
      readonly after: string
    }
  | { readonly kind: 'base'; readonly ref: string; readonly before: string | null; readonly after: string | null }
  /** What it copies or mounts from is another one or re-runs: the step that a stage ends with, or a source. */
  | { readonly kind: 'input'; readonly from: Pointer }
  /** Inherited: the step above, in this stage or the one it starts from, where the re-running begins. */
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

/** How an instruction, or what stands around it, differs from the last build's. */
export type InstructionChange =
  /** Its words; `settings` too, where the lines before it changed with them. */
  | {
      readonly change: 'text'
      readonly before: string
      readonly after: string
      readonly settings?: { readonly before: StageSettings; readonly after: StageSettings }
    }
  /** The lines before it give it another user, owner, shell or directory. Only settings that differ are listed. */
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

export type PlanStep = {
  /** Stable while the Dockerfile above it is edited: stage, keyword and place among its like. */
  readonly id: string
  /** The name BuildKit prints: `[builder 3/7] COPY . .`. */
  readonly vertex: string
  /** Stage name, or `stage-N`. */
  readonly stage: string
  readonly stageIndex: number
  /** First and last line of the instruction in the Dockerfile, counted from 1. 0: not in this file (ONBUILD of a base image). */
  readonly line: number
  readonly endLine: number
  /** Upper-case keyword. */
  readonly instruction: string
  /** The whole instruction as written, continuation lines joined. */
  readonly text: string
  /** Whether the step adds a layer to its stage's file system. */
  readonly layer: boolean
  readonly status: StepStatus
  readonly causes: readonly Cause[]
  readonly note?: StepNote
  readonly keyedBy: KeyInputs
  /** The id of the step that is the same vertex: BuildKit does it once and prints it there. */
  readonly sharedWith?: string
}

/** An instruction without a vertex: it changes no layer by itself. */
export type MetadataRow = {
  readonly id: string
  readonly stage: string
  readonly stageIndex: number
  readonly line: number
  readonly endLine: number
  readonly instruction: string
  readonly text: string
}

/** `stage` is an index into the stages of the plan. */
export type StageRead = { readonly stage: number; readonly line: number }

export type PlanStage = {
  readonly name: string
  readonly index: number
  readonly line: number
  /** The stage or image it starts from. */
  readonly base: string
  /** Whether the target needs it. */
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
   * Vertex of the first step, in Dockerfile order, that re-runs for a cause of its own, else of the first that re-runs
   * (what it takes files from is another one); null when nothing does. A `resolved` step costs nothing and does not count.
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
  /** The version it stands in for, where that one was not recorded. */
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
