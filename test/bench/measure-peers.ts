import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchContext } from './bench-context.ts'
import { type Spread, timed } from './statistics.ts'

export type PeerFigures = {
  /** One thread that lists and stats every file of the context and nothing else. */
  readonly statWalk: Spread
  readonly gitStatus: Spread
  /** `docker build` when all is cached, and after an edit; null: no engine answers. */
  readonly dockerCached: Spread | null
  readonly dockerEdited: Spread | null
}

/** What the same question costs others, on the same files in the same run. */
export async function measurePeers({ root, editable }: BenchContext, runs: number): Promise<PeerFigures> {
  const statWalk = await timed(runs, () => walk(root))
  const gitStatus = await timed(runs, () => execFileSync('git', ['status', '--porcelain'], { cwd: root }))
  if (!hasEngine()) return { statWalk, gitStatus, dockerCached: null, dockerEdited: null }
  const build = () => {
    const { status, stderr } = spawnSync('docker', ['build', '--quiet', root], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  build()
  const dockerCached = await timed(Math.min(runs, 3), build)
  let edit = 0
  const dockerEdited = await timed(Math.min(runs, 3), () => {
    appendFileSync(join(root, editable[edit++ % editable.length]!), '// edited\n')
    build()
  })
  return { statWalk, gitStatus, dockerCached, dockerEdited }
}

function walk(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    // What the ignore file leaves out.
    if (entry.name === 'node_modules' || entry.name === '.git') continue
    const path = `${directory}/${entry.name}`
    lstatSync(path, { bigint: true })
    if (entry.isDirectory()) walk(path)
  }
}

const hasEngine = (): boolean =>
  spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { stdio: 'ignore', timeout: 5000 }).status === 0
