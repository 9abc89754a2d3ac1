import type { KeyInputs } from '../../src/cache/model/plan/key-inputs.ts'
import type {
  Cause,
  MetadataRow,
  Plan,
  PlanStage,
  PlanStep,
  PlanSummary,
  StepStatus,
} from '../../src/cache/model/plan/plan.ts'
import type { PlanWarning } from '../../src/cache/model/plan/plan-warning.ts'
import type { Pointer } from '../../src/cache/model/plan/pointer.ts'
import type { StepNote } from '../../src/cache/model/plan/step-note.ts'
import type { Edit } from '../../src/session/edit.ts'

type StepSketch = {
  readonly line: number
  readonly text: string
  readonly stage?: string
  readonly status?: StepStatus
  readonly causes?: readonly Cause[]
  readonly note?: StepNote
  readonly layer?: boolean
  readonly keyedBy?: KeyInputs
  readonly sharedWith?: string
}

type PlanSketch = {
  readonly steps: readonly StepSketch[]
  readonly metadata?: readonly { readonly line: number; readonly text: string; readonly stage?: string }[]
  readonly baseline?: Plan['baseline']
  readonly warnings?: readonly PlanWarning[]
}

/** A whole plan from the lines that matter to a test; vertices are named `[stage line] text`. */
export function sketchPlan(sketch: PlanSketch): Plan {
  const names = [...new Set(sketch.steps.map((step) => step.stage ?? 'stage-0'))]
  const steps = sketch.steps.map((step) => toStep(step, names))
  const metadata: readonly MetadataRow[] = (sketch.metadata ?? []).map(({ line, text, stage = 'stage-0' }) => ({
    id: `${stage}:${line}`,
    stage,
    stageIndex: names.indexOf(stage),
    line,
    endLine: line,
    instruction: text.split(' ')[0]!,
    text,
  }))
  const stages: readonly PlanStage[] = names.map((name, index) => ({
    name,
    index,
    line: steps.find((step) => step.stage === name)!.line,
    base: 'node:20',
    needed: true,
    reads: [],
  }))
  return {
    dockerfile: 'Dockerfile',
    context: '/shop',
    target: names.at(-1) ?? 'stage-0',
    baseline: sketch.baseline ?? { kind: 'now', ref: null },
    rules: { builder: 'overlay2', frontend: 'built-in 1.19', daemon: '0.25' },
    stages,
    steps,
    metadata,
    summary: summarize(steps),
    warnings: sketch.warnings ?? [],
  }
}

function toStep(step: StepSketch, stages: readonly string[]): PlanStep {
  const stage = step.stage ?? 'stage-0'
  return {
    id: `${stage}:${step.line}`,
    vertex: vertexOf(stage, step.line, step.text),
    stage,
    stageIndex: stages.indexOf(stage),
    line: step.line,
    endLine: step.line,
    instruction: step.text.split(' ')[0]!,
    text: step.text,
    layer: step.layer ?? true,
    status: step.status ?? 'cached',
    causes: step.causes ?? [],
    keyedBy: step.keyedBy ?? { kind: 'workdir' },
    ...(step.note === undefined ? {} : { note: step.note }),
    ...(step.sharedWith === undefined ? {} : { sharedWith: step.sharedWith }),
  }
}

/** A pointer to the step on a line of a sketch. */
export const pointTo = (stage: string, line: number): Pointer => ({ kind: 'step', id: `${stage}:${line}` })

function vertexOf(stage: string, line: number, text: string): string {
  return `[${stage} ${line}] ${text}`
}

function summarize(steps: readonly PlanStep[]): PlanSummary {
  const count = (status: StepStatus) => steps.filter((step) => step.status === status).length
  return {
    cached: count('cached'),
    rebuilt: count('rebuilt'),
    depends: count('depends'),
    fails: count('fails'),
    firstRebuilt: steps.find((step) => step.status === 'rebuilt')?.vertex ?? null,
  }
}

/** One edit of one file at a fixed time. */
export function sketchEdit(path: string, verdict: Edit['verdict'], count = 1): Edit {
  return { id: 1, at: Date.UTC(2026, 0, 1, 14, 5, 31), path, count, verdict }
}
