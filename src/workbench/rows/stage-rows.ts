import type { Plan, PlanStage, PlanStep } from '../../cache/model/plan/plan.ts'
import { memoize } from '../../memo/memoize.ts'
import { type MarkName, markOf } from '../../messages/names/mark.ts'
import { printable } from '../../text/printable.ts'

/** A row of Plan / Stages. */
export type StageRow = {
  readonly id: string
  readonly selectable: true
  readonly index: number
  readonly line: number
  readonly name: string
  readonly isTarget: boolean
  readonly isNeeded: boolean
  readonly steps: number
  /** The most serious mark of its steps. */
  readonly mark: MarkName
  readonly rebuilt: number
  readonly depends: number
  /** The stages that take something from it, each with its lines. */
  readonly feeds: readonly { readonly name: string; readonly lines: readonly number[] }[]
}

const seriousness: readonly MarkName[] = ['fails', 'busted', 'inherited', 'depends', 'checking', 'cached', 'metadata']

/** The stages in Dockerfile order, and which of them feed which. */
export const stageRows = memoize(({ plan }: { readonly plan: Plan | null }): readonly StageRow[] => {
  if (plan === null) return []
  return plan.stages.map((stage) => rowOf(stage, plan))
})

function rowOf(stage: PlanStage, plan: Plan): StageRow {
  const steps = plan.steps.filter(({ stageIndex }) => stageIndex === stage.index)
  const marks = new Set(steps.map(markOf))
  return {
    id: `stage:${stage.index}`,
    selectable: true,
    index: stage.index,
    line: stage.line,
    name: printable(stage.name),
    isTarget: stage.name === plan.target,
    isNeeded: stage.needed,
    steps: steps.length,
    mark: seriousness.find((mark) => marks.has(mark)) ?? 'blank',
    rebuilt: count(steps, 'rebuilt'),
    depends: count(steps, 'depends'),
    feeds: plan.stages.flatMap((reader) => {
      const lines = reader.reads.filter((read) => read.stage === stage.index).map(({ line }) => line)
      return lines.length === 0 ? [] : [{ name: printable(reader.name), lines: [...new Set(lines)] }]
    }),
  }
}

const count = (steps: readonly PlanStep[], status: PlanStep['status']): number =>
  steps.filter((step) => step.status === status).length
