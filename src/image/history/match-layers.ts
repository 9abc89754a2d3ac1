import type { HistoryRow } from '../model/image.ts'
import { heaviestPairs } from './heaviest-pairs.ts'
import { isSameInstruction, type WrittenInstruction } from './same-instruction.ts'

/** The origin of a layer, as far as it is known. */
export type LayerOrigin =
  | { readonly kind: 'step'; readonly id: string; readonly line: number }
  /** Below everything that the Dockerfile adds. */
  | { readonly kind: 'base'; readonly ref: string }
  | { readonly kind: 'unknown' }

type PlannedInstruction = WrittenInstruction & {
  readonly id: string
  readonly stage: string
  readonly stageIndex: number
  /** Counted from 1; 0: not in this file. */
  readonly line: number
}

/** The part of a plan that matching needs; a `Plan` fits. */
export type PlannedInstructions = {
  readonly target: string
  readonly stages: readonly { readonly name: string; readonly index: number; readonly base: string }[]
  readonly steps: readonly PlannedInstruction[]
  readonly metadata: readonly PlannedInstruction[]
}

/**
 * Finds, for each layer of an image, the step of the Dockerfile that made it, by comparing the image's history with the
 * instructions of the target and the stages it starts from. The Dockerfile may have changed since the image was built:
 * rows that fit no instruction stay `unknown`. `baseLayers` is the number of lowest layers that are known to be the
 * base's.
 */
export function matchLayersToSteps(
  image: { readonly history: readonly HistoryRow[]; readonly layers: readonly unknown[] },
  plan: PlannedInstructions,
  { baseLayers = 0 }: { readonly baseLayers?: number } = {},
): readonly LayerOrigin[] {
  const { instructions, base } = instructionsOfTarget(plan)
  const rows = image.history.slice(rowsOfBase(image.history, baseLayers))
  const origins = image.layers.map((): LayerOrigin => ({ kind: 'unknown' }))
  const pairs = align(rows, instructions)
  for (const [row, instruction] of pairs) {
    const layer = rows[row]!.layer
    const { id, line } = instructions[instruction]!
    if (layer !== null) origins[layer] = { kind: 'step', id, line }
  }
  const lowest = pairs.length === 0 ? baseLayers : firstLayerAtOrAbove(rows, pairs[0]![0], image.layers.length)
  return origins.map((origin, layer) =>
    layer < lowest && origin.kind === 'unknown' ? { kind: 'base', ref: base } : origin,
  )
}

/** The instructions that a build of the target adds to its base image, lowest first, and that image. */
function instructionsOfTarget(plan: PlannedInstructions): {
  instructions: readonly PlannedInstruction[]
  base: string
} {
  const chain: PlannedInstructions['stages'][number][] = []
  let stage = plan.stages.findLast(({ name }) => name === plan.target)
  while (stage !== undefined && !chain.includes(stage)) {
    chain.unshift(stage)
    const { base, index } = stage
    // A stage can only start from an earlier one; the name counts in any case.
    stage = plan.stages.findLast((other) => other.index < index && other.name.toLowerCase() === base.toLowerCase())
  }
  const all = [...plan.steps, ...plan.metadata].filter(({ instruction }) => instruction !== 'FROM')
  return {
    base: chain[0]?.base ?? '',
    instructions: chain.flatMap(({ index }) =>
      all.filter((one) => one.stageIndex === index).toSorted((a, b) => a.line - b.line),
    ),
  }
}

/** The number of oldest history rows that belong to that many lowest layers. */
function rowsOfBase(history: readonly HistoryRow[], baseLayers: number): number {
  const first = history.findIndex(({ layer }) => layer !== null && layer >= baseLayers)
  return baseLayers === 0 || first === -1 ? 0 : first
}

function firstLayerAtOrAbove(rows: readonly HistoryRow[], from: number, none: number): number {
  return rows.slice(from).find(({ layer }) => layer !== null)?.layer ?? none
}

/** A row that made a layer is surer than metadata, which bases and Dockerfiles often have in common. */
const weightOf = (row: HistoryRow): number => (row.layer === null ? 1 : 4)

/**
 * Pairs of row and instruction that belong together, lowest first. If weights are equal, the highest pairs win, because
 * the Dockerfile's own layers are on top: both lists are read from their ends.
 */
function align(
  rows: readonly HistoryRow[],
  instructions: readonly PlannedInstruction[],
): readonly (readonly [row: number, instruction: number])[] {
  const [topRow, last] = [rows.length - 1, instructions.length - 1]
  return heaviestPairs(instructions.length, rows.length, (i, r) => {
    const row = rows[topRow - r]!
    return isSameInstruction(row.command, instructions[last - i]!) ? weightOf(row) : 0
  })
    .map(([i, r]) => [topRow - r, last - i] as const)
    .toReversed()
}
