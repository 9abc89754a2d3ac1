import { joinPath } from '../../../dockerfile/values/container-path.ts'
import type { ImageConfig } from '../../../image/model/image.ts'
import type { Vertex } from '../../model/vertex.ts'
import { type Environment, imageEnvironment, withVariables } from './environment.ts'

/** What the lines of a stage have made of it so far. */
export type StageState = {
  /** The last vertex: the stage's file system; null: an empty one. */
  readonly head: Vertex | null
  /** What RUN gets: ENV and ARG in their order. */
  readonly environment: Environment
  /** What the image configuration holds: ENV only, each in its first place. */
  readonly imageEnvironment: Environment
  /** As written, so perhaps not clean; empty: none was set. */
  readonly workdir: string
  readonly user: string
  /** null: the default shell. */
  readonly shell: readonly string[] | null
  /** What `FROM --platform` asks for; null: the build's. */
  readonly platform: string | null
  /** Paths asked of the named context that the stage starts from. */
  readonly requested: Set<string> | null
}

/** A stage that starts from an image, a named context or nothing. */
export function freshStage(
  head: Vertex | null,
  config: ImageConfig | null,
  { platform = null, requested = null }: Partial<Pick<StageState, 'platform' | 'requested'>> = {},
): StageState {
  const environment = imageEnvironment(config?.env ?? [])
  return {
    head,
    environment,
    imageEnvironment: environment,
    workdir: config?.workdir ?? '',
    user: config?.user ?? '',
    shell: config !== null && config.shell.length > 0 ? config.shell : null,
    platform,
    requested,
  }
}

/**
 * A stage that starts from another one. It inherits the whole environment, and then the image configuration is set on
 * top once more: in a child all ENV come after all ARG. Source: dockerfile2llb/convert.go: loop over d.image.Config.Env.
 */
export const childStage = (parent: StageState): StageState => ({
  ...parent,
  environment: withVariables(parent.environment, parent.imageEnvironment),
})

export const workingDirectory = (state: StageState): string => state.workdir || '/'

/** For `StepFacts.around`. */
export const directorySetting = (state: StageState): readonly (readonly [relation: string, value: string])[] =>
  workingDirectory(state) === '/' ? [] : [['in', workingDirectory(state)]]

/** A relative WORKDIR is joined and cleaned, an absolute one taken as it is. Source: util/system/path.go: NormalizePath. */
export function nextWorkdir(state: StageState, path: string): string {
  if (path === '') return workingDirectory(state)
  return path.startsWith('/') ? path : joinPath(workingDirectory(state), path)
}
