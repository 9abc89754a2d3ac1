import type { PlanRow } from './plan-rows.ts'

export type FoldInputs = {
  readonly rows: readonly PlanRow[]
  /** Rows that have room. */
  readonly room: number
  /** Ids of folds that a person opened. */
  readonly opened: ReadonlySet<string>
}

/**
 * Folds what is quiet until the plan has room: runs of metadata first, then whole stages from the top, then runs of cached
 * steps from the top. A step that is not cached and its neighbours are never folded. What fits is not folded at all.
 */
export function foldPlan({ rows, room, opened }: FoldInputs): readonly PlanRow[] {
  let folded = rows
  for (const fold of [foldMetadata, foldStages, foldRuns]) {
    if (folded.length <= room) break
    folded = fold(folded, opened, room)
  }
  return folded
}

type Foldable = Extract<PlanRow, { kind: 'step' | 'metadata' }>

const isMetadata = (row: PlanRow): row is Foldable => row.kind === 'metadata'
const isQuiet = (row: PlanRow): row is Foldable =>
  row.kind === 'metadata' || (row.kind === 'step' && row.mark === 'cached')

function foldMetadata(rows: readonly PlanRow[], opened: ReadonlySet<string>): readonly PlanRow[] {
  return foldEachRun(rows, isMetadata, opened, (run) => ({ shown: [], folded: run, after: [] }))
}

/** Runs of quiet rows: the rows next to a step that is not cached stay. */
function foldRuns(rows: readonly PlanRow[], opened: ReadonlySet<string>, room: number): readonly PlanRow[] {
  const unfolded = rows.flatMap((row) => (row.kind === 'fold' && row.mark === 'metadata' ? row.rows : [row]))
  let excess = unfolded.length - room
  return foldEachRun(unfolded, isQuiet, opened, (run, before, behind) => {
    if (excess <= 0) return { shown: run, folded: [], after: [] }
    const first = before?.kind === 'step' && run[0]!.kind === 'step' ? 1 : 0
    const last = behind?.kind === 'step' && run.at(-1)!.kind === 'step' ? run.length - 1 : run.length
    excess -= Math.max(0, last - first - 1)
    return { shown: run.slice(0, first), folded: run.slice(first, last), after: run.slice(Math.max(first, last)) }
  })
}

type Cut = {
  readonly shown: readonly Foldable[]
  readonly folded: readonly Foldable[]
  readonly after: readonly Foldable[]
}

function foldEachRun(
  rows: readonly PlanRow[],
  belongs: (row: PlanRow) => row is Foldable,
  opened: ReadonlySet<string>,
  cut: (run: readonly Foldable[], before: PlanRow | undefined, behind: PlanRow | undefined) => Cut,
): readonly PlanRow[] {
  const result: PlanRow[] = []
  let at = 0
  while (at < rows.length) {
    const start = at
    const run: Foldable[] = []
    for (let row = rows[at]; row !== undefined && belongs(row); row = rows[++at]) run.push(row)
    if (run.length === 0) {
      result.push(rows[at++]!)
      continue
    }
    const { shown, folded, after } = cut(run, rows[start - 1], rows[at])
    const fold = folded.length < 2 ? null : foldOf(folded)
    result.push(...shown, ...(fold === null || opened.has(fold.id) ? folded : [fold]), ...after)
  }
  return result
}

/** Stages of which every step is cached become one row in place of their heading. */
function foldStages(rows: readonly PlanRow[], opened: ReadonlySet<string>, room: number): readonly PlanRow[] {
  let excess = rows.length - room
  const stages: PlanRow[][] = []
  for (const row of rows) {
    if (row.kind === 'stage' || stages.length === 0) stages.push([row])
    else stages.at(-1)!.push(row)
  }
  return stages.flatMap(([heading, ...inside]) => {
    const all = inside.flatMap((row) => (row.kind === 'fold' ? row.rows : [row]))
    if (excess <= 0 || heading?.kind !== 'stage' || all.length < 2 || !all.every(isQuiet)) return [heading!, ...inside]
    const fold = { ...foldOf(all), id: `fold:${heading.id}`, stage: heading.name }
    if (opened.has(fold.id)) return [heading, ...inside]
    excess -= inside.length
    return [fold]
  })
}

function foldOf(rows: readonly Foldable[]): Extract<PlanRow, { kind: 'fold' }> {
  const steps = rows.filter(({ kind }) => kind === 'step')
  const lines = rows.map(({ line }) => line).filter((line) => line > 0)
  return {
    kind: 'fold',
    id: `fold:${rows[0]!.id}`,
    selectable: true,
    stage: null,
    mark: steps.length === 0 ? 'metadata' : 'cached',
    line: lines[0] ?? 0,
    lastLine: lines.at(-1) ?? 0,
    text: steps.length === 0 ? keywordsOf(rows) : `${steps.length} cached`,
    cause: '',
    rows,
  }
}

/** `ARG, ENV ×3` */
function keywordsOf(rows: readonly Foldable[]): string {
  const counts = new Map<string, number>()
  for (const { text } of rows) {
    const keyword = text.split(/\s/, 1)[0]!.toUpperCase()
    counts.set(keyword, (counts.get(keyword) ?? 0) + 1)
  }
  return [...counts].map(([keyword, count]) => (count === 1 ? keyword : `${keyword} ×${count}`)).join(', ')
}
