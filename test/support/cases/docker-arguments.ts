import { isAbsolute, resolve } from 'node:path'
import { type BuildOptions, defaultOptions } from '../../../src/cache/model/build-options.ts'
import { withClientArguments } from '../../../src/cli/arguments/client-arguments.ts'
import { proxiesOf, readClientConfig } from '../../../src/sources/engine/client-config.ts'

export type DockerArguments = {
  readonly options: BuildOptions
  /** Absolute path of the Dockerfile; null: looked for in the context. */
  readonly dockerfile: string | null
}

/** Arguments of `docker build` as cases have them. Options that change no key are taken and dropped. */
export function parseDockerArguments(
  args: readonly string[],
  place: {
    readonly cwd: string /** Variables of this build alone; `DOCKER_CONFIG` among them names the client's configuration. */
    readonly env: Readonly<Record<string, string>>
    readonly classic: boolean
  },
): DockerArguments {
  const given = new Given(args)
  return {
    dockerfile: given.last('-f', '--file', (path) => resolve(place.cwd, path)),
    options: {
      ...defaultOptions,
      target: given.last('--target'),
      buildArgs: withClientArguments(
        buildArguments(given.all('--build-arg'), { ...process.env, ...place.env }),
        {
          environment: place.env,
          proxies: (environment) => proxiesOf(readClientConfig(environment), environment.DOCKER_HOST ?? ''),
        },
        place.classic,
      ),
      buildContexts: Object.fromEntries(given.all('--build-context').map((text) => buildContext(text, place.cwd))),
      platform: given.last('--platform'),
      noCache: given.has('--no-cache'),
      noCacheFilter: given.all('--no-cache-filter').flatMap((names) => names.split(',')),
      network: given.last('--network'),
      addHosts: given.all('--add-host').flatMap((hosts) => hosts.split(',')),
      shmSize: given.last('--shm-size'),
      ulimits: given.all('--ulimit'),
      cgroupParent: given.last('--cgroup-parent'),
      allow: given.all('--allow'),
      pull: given.has('--pull'),
      labels: Object.fromEntries(given.all('--label').map(splitLabel)),
      buildKitFlags: ['--secret', '--ssh'].filter((name) => given.has(name)),
    },
  }
}

const flags = new Set(['--no-cache', '--pull'])

/** Options and their values, `--name=value` and `--name value` alike. */
class Given {
  readonly #values = new Map<string, string[]>()

  constructor(args: readonly string[]) {
    for (let index = 0; index < args.length; index += 1) {
      const argument = args[index]!
      const equals = argument.startsWith('--') ? argument.indexOf('=') : -1
      if (equals > 0) this.#add(argument.slice(0, equals), argument.slice(equals + 1))
      else if (flags.has(argument)) this.#add(argument, '')
      else {
        index += 1
        this.#add(argument, args[index] ?? '')
      }
    }
  }

  #add(name: string, value: string): void {
    this.#values.set(name, [...(this.#values.get(name) ?? []), value])
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  last(name: string, other = name, change = (value: string) => value): string | null {
    const value = (this.#values.get(name) ?? this.#values.get(other))?.at(-1)
    return value === undefined ? null : change(value)
  }
}

const splitLabel = (text: string): readonly [string, string] => {
  const [name = '', ...value] = text.split('=')
  return [name, value.join('=')]
}

/** `--build-arg K` alone takes the value of the environment, and counts as not given where that is unset. */
function buildArguments(given: readonly string[], env: NodeJS.ProcessEnv): Record<string, string> {
  const values: Record<string, string> = {}
  for (const text of given) {
    const equals = text.indexOf('=')
    const name = equals < 0 ? text : text.slice(0, equals)
    const value = equals < 0 ? env[name] : text.slice(equals + 1)
    if (value !== undefined) values[name] = value
  }
  return values
}

function buildContext(text: string, cwd: string): [name: string, source: string] {
  const equals = text.indexOf('=')
  const source = text.slice(equals + 1)
  const remote = source.includes('://') || isAbsolute(source)
  return [text.slice(0, equals), remote ? source : resolve(cwd, source)]
}
