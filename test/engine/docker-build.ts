import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningEngine } from './engine.ts'
import { parseLegacy } from './legacy-progress.ts'
import { parsePlain } from './plain-progress.ts'
import { type PrintedStep, printedSteps } from './printed-steps.ts'
import type { Progress } from './progress-vertex.ts'
import { parseRawJson } from './rawjson-progress.ts'

export type DockerBuildRequest = {
  /** Absolute path of the context directory (or what else `docker build` takes). */
  readonly context: string
  /** Further arguments of `docker build`, as a person would type them. */
  readonly args: readonly string[]
  /** Where the command runs: relative paths in `args` start here. */
  readonly cwd: string
  /** Variables of this build alone (`--build-arg K`, secrets). */
  readonly env: Readonly<Record<string, string>>
  /** A buildx builder by name; null: the engine's own. */
  readonly builder: string | null
  /** The classic builder instead of BuildKit. */
  readonly classic: boolean
}

export type DockerBuild = {
  readonly ok: boolean
  /** Why it failed, as the client says it: all lines that speak of an error, or empty. */
  readonly error: string
  readonly steps: readonly PrintedStep[]
  readonly progress: Progress
  /** `[internal] load build context` was printed and did something. */
  readonly contextLoaded: boolean
}

/** Runs one real `docker build` and reads what it printed. A build that fails is a result; a client that cannot run throws. */
export async function dockerBuild(engine: RunningEngine, request: DockerBuildRequest): Promise<DockerBuild> {
  const { code, stdout, stderr } = await run(engine, request)
  const progress = request.classic ? parseLegacy(stdout + stderr) : progressParsers[engine.progress](stderr)
  const ok = code === 0
  const load = progress.vertices.find((vertex) => vertex.name.startsWith('[internal] load build context'))
  return {
    ok,
    error: ok ? '' : errorText(progress),
    steps: printedSteps(progress).map((step) => (ok ? withoutCancelledLoad(step) : step)),
    progress,
    contextLoaded: load !== undefined && load.status !== 'NONE',
  }
}

const progressParsers = { rawjson: parseRawJson, plain: parsePlain }

/**
 * The containerd store now and then cancels the loading of a cached result that nobody needs any more, and prints that
 * as an error in a build that succeeds. Nothing has run: the step is cached.
 */
const withoutCancelledLoad = ({ error, ...step }: PrintedStep): PrintedStep =>
  step.status === 'CANCELED' && error?.includes('failed to load ref')
    ? { ...step, status: 'CACHED' }
    : { ...step, ...(error !== undefined && { error }) }

function run(engine: RunningEngine, request: DockerBuildRequest) {
  const [program, ...command] = clientCommand(engine, request)
  const env = { ...clientEnvironment(engine), ...request.env }
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(program!, [...command, ...request.args, request.context], {
      cwd: request.cwd,
      env: { ...env, DOCKER_BUILDKIT: request.classic ? '0' : '1', DOCKER_CLI_HINTS: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/**
 * `docker build` only starts buildx, after asking it who it is; where its program is known it is called itself. The
 * client of Docker 20.10 builds by itself.
 */
function clientCommand(
  { dockerBinary, dockerConfig, progress }: RunningEngine,
  request: DockerBuildRequest,
): readonly string[] {
  if (request.classic) return [dockerBinary, 'build']
  if (progress === 'plain') return [dockerBinary, 'build', '--progress=plain']
  const buildx = join(dockerConfig ?? '', 'cli-plugins', 'docker-buildx')
  const program = dockerConfig !== null && existsSync(buildx) ? [buildx] : [dockerBinary, 'buildx']
  const builder = request.builder === null ? [] : ['--builder', request.builder]
  return [...program, 'build', ...builder, '--progress=rawjson']
}

/**
 * The environment that points a docker client at the engine, without what changes keys unasked (proxies become build
 * arguments, SOURCE_DATE_EPOCH a key) or sends the client elsewhere.
 */
export function clientEnvironment(engine: RunningEngine): Record<string, string> {
  const unwanted = /^((https?|ftp|no|all)_proxy|SOURCE_DATE_EPOCH|BUILDX_.*|BUILDKIT_.*|DOCKER_.*)$/i
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(engine.env)) {
    if (value !== undefined && !unwanted.test(name)) env[name] = value
  }
  env.DOCKER_HOST = engine.dockerHost
  if (engine.dockerConfig !== null) env.DOCKER_CONFIG = engine.dockerConfig
  return env
}

function errorText({ otherLines, vertices }: Progress): string {
  const said = otherLines.filter((line) => /error:/i.test(line))
  const failed = vertices.map((vertex) => vertex.error).filter((error) => error !== '')
  const lines = [...said, ...failed]
  return (lines.length > 0 ? lines : otherLines).join('\n')
}
