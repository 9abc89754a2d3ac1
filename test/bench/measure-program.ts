import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ProgramInTerminal, startInTerminal } from '../support/terminal/start-terminal.ts'
import { type BenchContext, restBetweenEdits } from './bench-context.ts'
import { type Spread, spreadOf } from './statistics.ts'

export type ProgramFigures = {
  /** From starting the program to anything on the screen, and to the first complete plan on it (digests remembered). */
  readonly firstPaint: number
  readonly firstPlan: number
  /** From before a file is written to its verdict on the screen. */
  readonly painted: Spread
  /** Resident memory of the whole process, in MB (10⁶ bytes), once everything has come to rest. */
  readonly memory: number
  /** inotify watches in use; null where the system does not tell. */
  readonly watches: number | null
  /** Share of one core and bytes written while nothing happens. */
  readonly idle: { readonly cpu: number; readonly bytes: number }
}

const idleMs = 5000

/** Measures the built program in a real pseudo-terminal of 100x40. */
export async function measureProgram({ root, editable }: BenchContext, edits: number): Promise<ProgramFigures> {
  const cache = mkdtempSync(join(tmpdir(), 'layertui-bench-cache-'))
  try {
    const first = await start(root, cache)
    await digestsRemembered(cache)
    await first.program.close()
    const { program, firstPaint, firstPlan } = await start(root, cache)
    const painted: number[] = []
    for (let edit = 0; edit < edits; edit++) {
      painted.push(await paintedAfter(program, root, editable[edit % editable.length]!))
    }
    await program.settle(1000)
    const figures = { memory: residentMb(program.pid), watches: inotifyWatches(program.pid), idle: await idle(program) }
    await program.close()
    return { firstPaint, firstPlan, painted: spreadOf(painted), ...figures }
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
}

/** The program writes them when its first plan stands. */
async function digestsRemembered(cache: string): Promise<void> {
  const directory = join(cache, 'layertui/digests')
  const written = () => existsSync(directory) && readdirSync(directory).some((name) => !name.endsWith('.tmp'))
  while (!written()) await new Promise((resolve) => setTimeout(resolve, 50))
}

async function start(root: string, cache: string) {
  const startedAt = performance.now()
  const program = startInTerminal(process.execPath, [resolve('bin/layertui.js'), root], {
    columns: 100,
    rows: 40,
    env: { XDG_CACHE_HOME: cache, DOCKER_HOST: `unix://${cache}/no-engine.sock` },
  })
  await program.waitFor(/\S/)
  const firstPaint = performance.now() - startedAt
  await program.waitFor(/all \d+ steps cached/, 600_000)
  const firstPlan = performance.now() - startedAt
  await program.settle(500)
  return { program, firstPaint, firstPlan }
}

async function paintedAfter(program: ProgramInTerminal, root: string, path: string): Promise<number> {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const headline = () => program.lines()[1] ?? ''
  const before = headline()
  const savedAt = performance.now()
  appendFileSync(join(root, path), '// edited\n')
  await program.waitFor(
    () => headline() !== before && headline().includes(name) && headline().includes('busts'),
    30_000,
  )
  const took = performance.now() - savedAt
  await restBetweenEdits()
  return took
}

async function idle(program: ProgramInTerminal): Promise<ProgramFigures['idle']> {
  const [cpuBefore, bytesBefore] = [cpuMs(program.pid), program.bytesWritten()]
  await new Promise((resolve) => setTimeout(resolve, idleMs))
  return {
    cpu: (cpuMs(program.pid) - cpuBefore) / idleMs,
    bytes: program.bytesWritten() - bytesBefore,
  }
}

/** User and system time of a process; the kernel counts in ticks of 10 ms. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const residentMb = (pid: number): number =>
  (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024) / 1e6

function inotifyWatches(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/fdinfo`)
      .map((descriptor) => readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'))
      .reduce((count, text) => count + (text.match(/^inotify wd:/gm)?.length ?? 0), 0)
  } catch {
    return null
  }
}
