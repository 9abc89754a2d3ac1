import { resolve } from 'node:path'
import type { BuildOptions } from '../../cache/model/build-options.ts'
import type { BuilderKind } from '../../cache/model/plan/plan.ts'
import { parseByteSize } from '../../dockerfile/values/byte-size.ts'
import { isKnownPlatform, parsePlatform } from '../../dockerfile/values/platform.ts'
import { withClientArguments } from './client-arguments.ts'
import type { ClientEnvironment } from './client-environment.ts'
import { UsageError } from './usage-error.ts'

/** Values of the build options as the command parser hands them over. */
export type BuildOptionValues = {
  readonly target?: string
  readonly buildArg?: readonly string[]
  readonly buildContext?: readonly string[]
  readonly platform?: string
  readonly noCache?: boolean
  readonly noCacheFilter?: readonly string[]
  readonly network?: string
  readonly addHost?: readonly string[]
  readonly shmSize?: string
  readonly ulimit?: readonly string[]
  readonly cgroupParent?: string
  readonly allow?: readonly string[]
  readonly pull?: boolean
  readonly cacheFrom?: readonly string[]
}

/** Makes build options of what was typed; throws `UsageError` where docker would refuse the value. */
export function readBuildOptions(
  values: BuildOptionValues,
  client: ClientEnvironment,
  builder: BuilderKind | null,
): BuildOptions {
  const given = readBuildArgs(values.buildArg ?? [], client.environment)
  const switchedOff = /^(0|f|F|FALSE|false|False)$/.test(client.environment.DOCKER_BUILDKIT ?? '')
  const classic = builder === null ? switchedOff : builder === 'legacy'
  return {
    target: values.target || null,
    buildArgs: withClientArguments(given, client, classic),
    buildContexts: readBuildContexts(values.buildContext ?? [], client.directory),
    platform: readPlatform(values.platform ?? client.environment.DOCKER_DEFAULT_PLATFORM, client.platform),
    noCache: values.noCache ?? false,
    noCacheFilter: (values.noCacheFilter ?? []).flatMap((names) => names.split(',')),
    network: values.network ?? null,
    addHosts: splitLists(values.addHost).map(readHost),
    shmSize: readSize(values.shmSize),
    ulimits: (values.ulimit ?? []).map(readUlimit),
    cgroupParent: values.cgroupParent ?? null,
    allow: splitLists(values.allow),
    pull: values.pull ?? false,
    ...(values.cacheFrom === undefined ? {} : { cacheFrom: values.cacheFrom }),
  }
}

/** `K=V` sets; `K` alone takes the variable of the environment, and nothing where that is unset, as docker does. */
function readBuildArgs(
  given: readonly string[],
  environment: ClientEnvironment['environment'],
): Record<string, string> {
  const values: Record<string, string> = Object.create(null)
  for (const argument of given) {
    const equals = argument.indexOf('=')
    const name = equals < 0 ? argument : argument.slice(0, equals)
    const value = equals < 0 ? environment[name] : argument.slice(equals + 1)
    if (name === '') throw new UsageError(`--build-arg "${argument}" has no name`, 'write --build-arg NAME=VALUE')
    if (value !== undefined) values[name] = value
  }
  return { ...values }
}

function readBuildContexts(given: readonly string[], directory: string): Record<string, string> {
  return Object.fromEntries(
    given.map((context) => {
      const equals = context.indexOf('=')
      if (equals < 1 || equals === context.length - 1)
        throw new UsageError(`--build-context "${context}" is not NAME=PATH`, 'write --build-context NAME=PATH')
      const source = context.slice(equals + 1)
      return [context.slice(0, equals), isRemote(source) ? source : resolve(directory, source)]
    }),
  )
}

/** Whether a context is something else than a directory: an image, an image layout, another bake target, a URL, git. */
export function isRemote(source: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|target:|git@|github\.com\/)/.test(source)
}

/** Source of the variable: docker/buildx commands/build.go, docker/cli. */
export function readPlatform(platform: string | undefined, own: string): string | null {
  if (platform === undefined || platform === '' || platform === 'local') return null
  if (platform.includes(','))
    throw new UsageError(`--platform "${platform}" names several platforms`, 'ask for one at a time')
  const parsed = parsePlatform(platform, own)
  if (parsed === null || !isKnownPlatform(parsed))
    throw new UsageError(`--platform "${platform}" is not OS/ARCH`, 'for example --platform linux/arm64')
  return parsed
}

/** docker's slice options: each value may hold several, comma-separated. */
function splitLists(values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => value.split(',')).filter((value) => value !== '')
}

function readHost(host: string): string {
  if (!/^[^:=]+[:=].+$/.test(host))
    throw new UsageError(`--add-host "${host}" is not HOST:IP`, 'for example --add-host db:10.0.0.7')
  return host
}

function readSize(size: string | undefined): string | null {
  if (size === undefined) return null
  if (parseByteSize(size) === null)
    throw new UsageError(`--shm-size "${size}" is not a size`, 'for example --shm-size 64m')
  return size
}

function readUlimit(limit: string): string {
  if (!/^[a-z]+=-?\d+(:-?\d+)?$/.test(limit))
    throw new UsageError(`--ulimit "${limit}" is not TYPE=SOFT[:HARD]`, 'for example --ulimit nofile=1024:2048')
  return limit
}
