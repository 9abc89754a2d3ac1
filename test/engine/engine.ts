import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const script = fileURLToPath(new URL('./engine.sh', import.meta.url))

/** Docker 28 with the overlay2 image store and with the containerd image store, and Docker 20.10. */
export type EngineName = '28' | '28c' | '20'

export type RunningEngine = {
  readonly dockerHost: string
  /** The docker command that fits it. */
  readonly dockerBinary: string
  /** Folder of the client's settings (buildx as a plugin), or null for the person's own. */
  readonly dockerConfig: string | null
  /** How its client is asked to tell what it does: Docker 20.10 knows only text for people. */
  readonly progress: 'rawjson' | 'plain'
  /** The process environment with all of that in it: for `docker` started by a test. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * The engine that answers: the one that LAYERTUI_ENGINE_28, _28C or _20 names, else DOCKER_HOST where it answers and is
 * of that age and image store, else one that `test/engine/engine.sh` starts (root on Debian) and leaves running.
 */
export async function startEngine(name: EngineName): Promise<RunningEngine> {
  const named = process.env[`LAYERTUI_ENGINE_${name.toUpperCase()}`]
  if (named !== undefined) return personsEngine(named, name)
  const host = process.env.DOCKER_HOST
  if (host !== undefined && (await engineAt(host)) === name) return personsEngine(host, name)
  return startByScript(name)
}

/** A second Docker 28 that a test may stop and start, since nobody else uses it. */
export const startSpareEngine = (): Promise<RunningEngine> => startByScript('spare')

export async function stopSpareEngine(): Promise<void> {
  await run(script, ['down', 'spare'])
}

async function startByScript(name: EngineName | 'spare'): Promise<RunningEngine> {
  await run(script, ['up', name])
  const exports = (await run(script, ['env', name])).stdout
  const value = (variable: string) => exports.match(new RegExp(`${variable}=(\\S+)`))?.[1] ?? ''
  const binaries = value('PATH').replace(/:\$PATH$/, '')
  const engine = { dockerHost: value('DOCKER_HOST'), dockerConfig: value('DOCKER_CONFIG') }
  const env = { ...process.env, DOCKER_HOST: engine.dockerHost, DOCKER_CONFIG: engine.dockerConfig }
  return {
    ...engine,
    dockerBinary: `${binaries}/docker`,
    progress: progressOf(name),
    env: { ...env, PATH: `${binaries}:${process.env.PATH ?? ''}` },
  }
}

const progressOf = (name: EngineName | 'spare'): RunningEngine['progress'] => (name === '20' ? 'plain' : 'rawjson')

const personsEngine = (dockerHost: string, name: EngineName): RunningEngine => ({
  dockerHost,
  dockerBinary: 'docker',
  dockerConfig: process.env.DOCKER_CONFIG ?? null,
  progress: progressOf(name),
  env: { ...process.env, DOCKER_HOST: dockerHost },
})

/** Which of the engines answers there; null: none, or one of another age. */
async function engineAt(dockerHost: string): Promise<EngineName | null> {
  const env = { ...process.env, DOCKER_HOST: dockerHost }
  try {
    const { stdout } = await run('docker', ['info', '-f', '{{.ServerVersion}} {{json .DriverStatus}}'], { env })
    if (stdout.startsWith('20.10.')) return '20'
    if (Number.parseInt(stdout, 10) < 28) return null
    return stdout.includes('io.containerd.snapshotter') ? '28c' : '28'
  } catch {
    return null
  }
}
