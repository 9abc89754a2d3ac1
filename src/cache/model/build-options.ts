import type { BuilderKind } from './plan/plan.ts'

/** The options of `docker build` that can change a key, without file locations. */
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
  /** `--cache-from`: results that a build may fetch instead of running steps. Their content is not known here. */
  readonly cacheFrom?: readonly string[]
  /** `--label`: of no effect in BuildKit; each is a step of the classic builder. */
  readonly labels?: Readonly<Record<string, string>>
  /** Given flags that only BuildKit's client has, as `--secret`: the classic builder's stops at them. */
  readonly buildKitFlags?: readonly string[]
}

/** The builder whose rules apply. */
export type BuildRules = {
  readonly builder: BuilderKind
  /** BuildKit minor version of the daemon: 25 for 0.25 (Docker 28.5) … 32. */
  readonly daemon: number
  /** The daemon's platform, and the default platform of a build: `linux/arm64`, in normalized form. */
  readonly platform: string
  /** `--frontend`; null follows the Dockerfile. */
  readonly frontend: { readonly version: number; readonly labs: boolean } | 'builtin' | null
  /**
   * Front-end images whose version is known for certain, because the engine's store was asked; by complete reference.
   */
  readonly knownFrontends: Readonly<Record<string, { readonly version: number; readonly labs: boolean }>>
}

export const defaultRules: BuildRules = {
  builder: 'overlay2',
  daemon: 25,
  platform: 'linux/amd64',
  frontend: null,
  knownFrontends: {},
}

/** Options after the daemon's choices have been filled in. */
export type SettledOptions = BuildOptions & { readonly platform: string }

/** The options of `docker build .`. */
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
