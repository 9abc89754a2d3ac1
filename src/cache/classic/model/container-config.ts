import type { ImageConfig } from '../../../image/model/image.ts'

/**
 * The part of a container configuration that later steps read. The rest need not be followed: it is settled by the
 * chain of images that led here, which the cache is keyed by anyway.
 */
export type ContainerConfig = {
  /** In the order in which an image keeps it; setting a variable again keeps its place. */
  readonly environment: ReadonlyMap<string, string>
  readonly workingDirectory: string
  readonly user: string
  readonly shell: readonly string[]
  readonly hasEntrypoint: boolean
  readonly healthcheck: Healthcheck | null
  /** Triggers for builds that start from this image. */
  readonly onbuild: readonly string[]
}

/** Times in milliseconds; 0: not given. */
export type Healthcheck = {
  readonly test: readonly string[]
  readonly interval: number
  readonly timeout: number
  readonly startPeriod: number
  readonly startInterval: number
  readonly retries: number
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const defaultShell: readonly string[] = ['/bin/sh', '-c']

/** The configuration that a stage starts with; null: an empty image, or an image that no engine could inspect. */
export function startingConfig(image: ImageConfig | null): ContainerConfig {
  const environment = new Map((image?.env ?? []).map(splitVariable))
  if (!environment.has('PATH')) environment.set('PATH', defaultPath)
  return {
    environment,
    workingDirectory: image?.workdir ?? '',
    user: image?.user ?? '',
    shell: image === null || image.shell.length === 0 ? defaultShell : image.shell,
    hasEntrypoint: (image?.entrypoint.length ?? 0) > 0,
    healthcheck: null,
    onbuild: image?.onbuild ?? [],
  }
}

/**
 * The configuration that the daemon makes when it creates the step's container: it fills in removed and missing values
 * from the image again.
 * Source: moby daemon/commit.go: merge.
 */
export function mergeWithImage(config: ContainerConfig, image: ContainerConfig): ContainerConfig {
  return {
    ...config,
    user: config.user === '' ? image.user : config.user,
    hasEntrypoint: config.hasEntrypoint || image.hasEntrypoint,
    healthcheck: mergeHealthcheck(config.healthcheck, image.healthcheck),
  }
}

function mergeHealthcheck(given: Healthcheck | null, image: Healthcheck | null): Healthcheck | null {
  if (given === null || image === null) return given ?? image
  return {
    test: given.test,
    interval: given.interval || image.interval,
    timeout: given.timeout || image.timeout,
    startPeriod: given.startPeriod || image.startPeriod,
    startInterval: given.startInterval || image.startInterval,
    retries: given.retries || image.retries,
  }
}

/** Whether the daemon stores a container under the configuration that the next build asks the cache for. */
export function isStoredAsAsked(config: ContainerConfig, image: ContainerConfig): boolean {
  const stored = mergeWithImage(config, image)
  return (
    stored.user === config.user &&
    stored.hasEntrypoint === config.hasEntrypoint &&
    JSON.stringify(stored.healthcheck) === JSON.stringify(config.healthcheck)
  )
}

function splitVariable(text: string): readonly [name: string, value: string] {
  const equals = text.indexOf('=')
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)]
}
