import { spawnSync } from 'node:child_process'
import type { BenchContext } from './bench-context.ts'

/** What chokidar alone costs on the same tree: why contexts are listened to by directory instead. */
export type ChokidarFigures = {
  readonly readyMs: number
  /** Resident memory that it adds, in MB (10⁶ bytes). */
  readonly memory: number
  readonly watches: number
}

const program = `
  import { readdirSync, readFileSync } from 'node:fs'
  import { watch } from 'chokidar'
  const root = process.argv[1]
  const before = process.memoryUsage().rss
  const startedAt = performance.now()
  const ignored = (path) => path === root + '/node_modules' || path === root + '/.git'
  const watcher = watch(root, { ignoreInitial: true, followSymlinks: false, ignored })
  watcher.on('error', () => undefined)
  watcher.on('ready', () => {
    const readyMs = performance.now() - startedAt
    const watches = readdirSync('/proc/self/fdinfo').map((descriptor) => {
      try {
        return readFileSync('/proc/self/fdinfo/' + descriptor, 'utf8').match(/^inotify wd:/gm)?.length ?? 0
      } catch {
        return 0
      }
    })
    const memory = (process.memoryUsage().rss - before) / 1e6
    console.log(JSON.stringify({ readyMs, memory, watches: watches.reduce((sum, count) => sum + count, 0) }))
    process.exit()
  })`

/** Measured in a process of its own; null where it does not come to an answer. */
export function measureChokidar({ root }: BenchContext): ChokidarFigures | null {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program, root], { encoding: 'utf8' })
  try {
    return JSON.parse(stdout) as ChokidarFigures
  } catch {
    return null
  }
}
