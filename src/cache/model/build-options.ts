import type { BuilderKind } from './plan.ts'

/** What a build is asked for, apart from where its files are: the options of `docker build` that can change a key. */
export type BuildOptions = {
  readonly target: string | null
  /** Values are final: `--build-arg K` alone has been read from the environment, and is absent where that is unset. */
  readonly buildArgs: Readonly<Record<string, string>>
  /** Name → absolute directory, `docker-image://…` or URL. */
  readonly buildContexts: Readonly<Record<string, string>>
  /** `linux/amd64`; null: the engine's own. */
  readonly platform: string | null
  readonly noCache: boolean
  readonly noCacheFilter: readonly string[]
  readonly network: string | null
  readonly addHosts: readonly string[]
  readonly shmSize: string | null
  readonly ulimits: readonly string[]
  readonly cgroupParent: string | null
  /** `network.host`, `security.insecure`. */
  readonly allow: readonly string[]
  readonly pull: boolean
  /** `--cache-from`: results that a build may fetch instead of making them. What they are is not known here. */
  readonly cacheFrom?: readonly string[]
  /** `--label`: of no effect in BuildKit; each is a step of the classic builder. */
  readonly labels?: Readonly<Record<string, string>>
  /** Given flags that only BuildKit's client has, as `--secret`: the classic builder's stops at them. */
  readonly buildKitFlags?: readonly string[]
}

/** Which builder's rules apply. */
export type BuildRules = {
  readonly builder: BuilderKind
  /** BuildKit minor version of the daemon: 25 for 0.25 (Docker 28.5) … 32. */
  readonly daemon: number
  /** What the daemon runs on, and builds for where nothing else is asked: `linux/arm64`, in its one spelling. */
  readonly platform: string
  /** `--frontend`; null follows the Dockerfile. */
  readonly frontend: { readonly version: number; readonly labs: boolean } | 'builtin' | null
  /** Front-end images whose version is known for certain (the engine's store was asked), by complete reference. */
  readonly knownFrontends: Readonly<Record<string, { readonly version: number; readonly labs: boolean }>>
}

export const defaultRules: BuildRules = {
  builder: 'overlay2',
  daemon: 25,
  platform: 'linux/amd64',
  frontend: null,
  knownFrontends: {},
}

/** Options as a build follows them: nothing is left for the daemon to choose. */
export type SettledOptions = BuildOptions & { readonly platform: string }

/** What `docker build .` asks for. */
export const defaultOptions: BuildOptions = {
  target: null,
  buildArgs: {},
  buildContexts: {},
  platform: null,
  noCache: false,
  noCacheFilter: [],
  network: null,
  addHosts: [],
  shmSize: null,
  ulimits: [],
  cgroupParent: null,
  allow: [],
  pull: false,
}
