import type { PathKind } from '../../image/model/image-reference.ts'

/** Proxies of one engine host in docker's client configuration (`proxies` of config.json); empty: none. */
export type ClientProxies = {
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
  readonly ftpProxy: string
  readonly allProxy: string
}

/** What the meaning of a command line depends on besides its words. */
export type ClientEnvironment = {
  /** Absolute path that relative ones start from. */
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The machine's: `linux/arm64`. */
  readonly platform: string
  pathKind(path: string): PathKind
  /** The proxies that docker's client is configured with, for the engine that the environment names. */
  proxies(environment: ClientEnvironment['environment']): ClientProxies
}
