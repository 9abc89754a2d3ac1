import { joinPath } from '../../../dockerfile/values/container-path.ts'
import type { ImageConfig } from '../../../image/model/image.ts'
import type { Vertex } from '../../model/graph/vertex.ts'
import { Environment, imageEnvironment } from './environment.ts'

/** The state of a stage after some of its lines. */
export type StageState = {
  /** The last vertex, which is the file system of the stage; null: it is empty. */
  readonly head: Vertex | null
  /** The environment of RUN: ENV and ARG in order. */
  readonly environment: Environment
  /** The environment in the image configuration: ENV only, each at its first position. */
  readonly imageEnvironment: Environment
  /** The working directory as written, not cleaned; empty: none was set. */
  readonly workdir: string
  readonly user: string
  /** null: the default shell. */
  readonly shell: readonly string[] | null
  /** The platform of `FROM --platform`; null: that of the build. */
  readonly platform: string | null
  /** The paths that are requested of the named context that the stage starts from. */
  readonly requested: Set<string> | null
}

/** The first state of a stage that starts from an image, a named context or nothing. */
export function startStage(
  head: Vertex | null,
  config: ImageConfig | null,
  { platform = null, requested = null }: Partial<Pick<StageState, 'platform' | 'requested'>> = {},
): StageState {
  const variables = imageEnvironment(config?.env ?? [])
  return {
    head,
    environment: Environment.of(variables, 'moves'),
    imageEnvironment: Environment.of(variables, 'stays'),
    workdir: config?.workdir ?? '',
    user: config?.user ?? '',
    shell: config !== null && config.shell.length > 0 ? config.shell : null,
    platform,
    requested,
  }
}

/**
 * The first state of a stage that starts from another stage. It inherits the whole environment and then sets the image
 * configuration once more: in a child all ENV come after all ARG. Source: dockerfile2llb/convert.go: loop over
 * d.image.Config.Env.
 */
export const childStage = (parent: StageState): StageState => ({
  ...parent,
  environment: parent.environment.with(parent.imageEnvironment),
})

/** The working directory of a stage as written; `/` by default. */
export const workingDirectory = (state: StageState): string => state.workdir || '/'

/** The directory, as `StepFacts.stageSettings` holds it. */
export const directorySetting = (state: StageState): readonly (readonly [relation: string, value: string])[] =>
  workingDirectory(state) === '/' ? [] : [['in', workingDirectory(state)]]

/**
 * A relative WORKDIR is joined and cleaned, an absolute one taken as it is. Source: util/system/path.go: NormalizePath.
 */
export function nextWorkdir(state: StageState, path: string): string {
  if (path === '') return workingDirectory(state)
  return path.startsWith('/') ? path : joinPath(workingDirectory(state), path)
}
