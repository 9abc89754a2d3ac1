import type { MetadataRow, Plan, PlanStage, PlanStep } from '../../cache/model/plan/plan.ts'
import { memoize } from '../../memo/memoize.ts'
import { causeLabel } from '../../messages/causes/cause-label.ts'
import { type MarkName, markOf } from '../../messages/names/mark.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { instructionText } from './instruction-text.ts'

/** A row of the Plan pane. */
export type PlanRow =
  | {
      readonly kind: 'stage'
      readonly id: string
      readonly selectable: false
      readonly name: string
      /** Why nothing is listed below it, or empty. */
      readonly remark: string
    }
  | {
      readonly kind: 'step'
      readonly id: string
      readonly selectable: true
      readonly step: PlanStep
      readonly mark: MarkName
      /** 0: not in this file. */
      readonly line: number
      readonly text: string
      readonly cause: string
    }
  | {
      readonly kind: 'metadata'
      readonly id: string
      readonly selectable: true
      readonly row: MetadataRow
      readonly mark: 'metadata'
      readonly line: number
      readonly text: string
      readonly cause: ''
    }
  /** Quiet rows in one: cached steps and metadata. */
  | {
      readonly kind: 'fold'
      readonly id: string
      readonly selectable: true
      /** The stage that the fold is all of; null: a part of one. */
      readonly stage: string | null
      readonly mark: 'cached' | 'metadata'
      /** First and last line; 0: in no line of this file. */
      readonly line: number
      readonly lastLine: number
      readonly text: string
      readonly cause: ''
      readonly rows: readonly PlanRow[]
    }

type InstructionRow = Extract<PlanRow, { kind: 'step' | 'metadata' }>

type PlanRowInputs = { readonly plan: Plan | null; readonly filter: string }

/** Stages in Dockerfile order, below each its instructions; with a filter only what contains it. */
export const planRows = memoize(({ plan, filter }: PlanRowInputs): readonly PlanRow[] => {
  if (plan === null) return []
  const wanted = filter.toLowerCase()
  const [steps, metadata] = [byStage(plan.steps), byStage(plan.metadata)]
  return plan.stages.flatMap((stage) => {
    const own = (steps.get(stage.index) ?? []).map((step) => stepRow(step, plan))
    const rows = byLine<InstructionRow>(own, (metadata.get(stage.index) ?? []).map(metadataRow)).filter((row) =>
      matches(row, wanted),
    )
    return rows.length === 0 && wanted !== '' ? [] : [stageRow(stage, plan), ...rows]
  })
})

function stageRow(stage: PlanStage, plan: Plan): PlanRow {
  return {
    kind: 'stage',
    id: `stage:${stage.index}`,
    selectable: false,
    name: printable(stage.name),
    remark: stage.needed ? '' : `not needed for ${printable(plan.target)}`,
  }
}

function byStage<Row extends { readonly stageIndex: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  const stages = new Map<number, Row[]>()
  for (const row of rows) {
    const same = stages.get(row.stageIndex)
    if (same === undefined) stages.set(row.stageIndex, [row])
    else same.push(row)
  }
  return stages
}

function stepRow(step: PlanStep, plan: Plan): Extract<PlanRow, { kind: 'step' }> {
  return {
    kind: 'step',
    id: step.id,
    selectable: true,
    step,
    mark: markOf(step),
    line: step.line,
    text: instructionText(step.text),
    cause: oneLine(causeLabel(step, plan)),
  }
}

function metadataRow(row: MetadataRow): Extract<PlanRow, { kind: 'metadata' }> {
  return {
    kind: 'metadata',
    id: row.id,
    selectable: true,
    row,
    mark: 'metadata',
    line: row.line,
    text: instructionText(row.text),
    cause: '',
  }
}

/** Merges by line; steps of a base image's ONBUILD, which have no line here, stay behind the step before them. */
function byLine<Row extends { line: number }>(steps: readonly Row[], metadata: readonly Row[]): readonly Row[] {
  const merged: Row[] = []
  let next = 0
  for (const step of steps) {
    while (step.line > 0 && next < metadata.length && metadata[next]!.line < step.line) merged.push(metadata[next++]!)
    merged.push(step)
  }
  return [...merged, ...metadata.slice(next)]
}

function matches(row: PlanRow, wanted: string): boolean {
  if (wanted === '' || row.kind === 'stage') return true
  return `${row.line} ${row.text} ${row.cause}`.toLowerCase().includes(wanted)
}
