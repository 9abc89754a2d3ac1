import type { BenchImage } from './bench-image.ts'
import type { ChokidarFigures } from './measure-chokidar.ts'
import { type KeyFigures, keySize } from './measure-keys.ts'
import type { PeerFigures } from './measure-peers.ts'
import type { PlanFigures } from './measure-plan.ts'
import type { ProgramFigures } from './measure-program.ts'
import type { WorkerFigures } from './measure-worker.ts'
import { type Spread, tellSpread } from './statistics.ts'

export type BenchRow = {
  readonly files: number
  readonly peers: PeerFigures
  readonly chokidar: ChokidarFigures | null
  readonly thread: WorkerFigures
  readonly plan: PlanFigures
  readonly program: ProgramFigures
}

type Line = { readonly title: string; readonly tell: (row: BenchRow) => string }

const spread = (value: Spread | null): string => (value === null ? 'no engine' : tellSpread(value))

const lines: readonly Line[] = [
  { title: 'edit → verdict on the screen', tell: ({ program }) => spread(program.painted) },
  { title: 'edit → verdict, thread alone', tell: ({ thread }) => spread(thread.edit) },
  { title: '`git status`', tell: ({ peers }) => spread(peers.gitStatus) },
  { title: '`docker build`, all cached', tell: ({ peers }) => spread(peers.dockerCached) },
  { title: '`docker build` after the edit', tell: ({ peers }) => spread(peers.dockerEdited) },
  { title: 'first plan, cold', tell: ({ thread }) => spread(thread.cold) },
  { title: 'first plan, digests remembered', tell: ({ thread }) => spread(thread.remembered) },
  { title: '`layertui plan`, cold', tell: ({ plan }) => spread(plan.cold) },
  { title: '`layertui plan`, digests remembered', tell: ({ plan }) => spread(plan.remembered) },
  { title: 'plain stat walk', tell: ({ peers }) => spread(peers.statWalk) },
  { title: 'program start → first paint', tell: ({ program }) => `${Math.round(program.firstPaint)}` },
  { title: 'program start → plan on the screen', tell: ({ program }) => `${Math.round(program.firstPlan)}` },
  { title: 'memory, MB', tell: ({ program }) => `${Math.round(program.memory)}` },
  { title: 'inotify watches', tell: ({ program }) => program.watches?.toLocaleString('en') ?? 'not told' },
  { title: 'chokidar instead: ready, memory, watches', tell: ({ chokidar }) => tellChokidar(chokidar) },
  {
    title: 'idle: CPU, output',
    tell: ({ program }) => `${(program.idle.cpu * 100).toFixed(1)} %, ${program.idle.bytes} bytes`,
  },
]

function tellChokidar(figures: ChokidarFigures | null): string {
  if (figures === null) return 'no answer'
  const { readyMs, memory, watches } = figures
  return `${Math.round(readyMs).toLocaleString('en')} ms, +${Math.round(memory)} MB, ${watches.toLocaleString('en')}`
}

/** A Markdown table with a column per size; times in milliseconds, median (middle half). */
export function tellRows(rows: readonly BenchRow[]): string {
  const head = ['ms, median (middle half)', ...rows.map(({ files }) => `${files.toLocaleString('en')} files`)]
  const body = lines.map(({ title, tell }) => [title, ...rows.map(tell)])
  const cells = [head, ['---', ...rows.map(() => '---:')], ...body]
  return cells.map((line) => `| ${line.join(' | ')} |`).join('\n')
}

/** What keys cost, in a sentence. */
export function tellKeys({ frame, frameOf19In20, echo }: KeyFigures, { files }: BenchImage): string {
  const { columns, rows } = keySize
  return `key → frame, among ${files.toLocaleString('en')} files of an image at ${columns}x${rows}: ${tellSpread(frame)} ms, 19 of 20 within ${Math.round(frameOf19In20)} ms; key → echo by \`cat\`: ${tellSpread(echo)} ms`
}
