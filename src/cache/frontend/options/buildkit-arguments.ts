import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'

type BuildArgs = Readonly<Record<string, string>>

/**
 * Rejects values that BuildKit does not accept for its own build arguments. Source: frontend/dockerui/config.go: init,
 * validateMinCaps, frontend/gateway: an empty BUILDKIT_SYNTAX is looked up as a front end.
 */
export function checkBuildkitArguments(buildArgs: BuildArgs): void {
  if (buildArgs.BUILDKIT_SYNTAX === '') throw new DockerfileError('invalid context name : invalid reference format')
  if (readBoolean(buildArgs.BUILDKIT_DISABLE_FILEOP ?? '') === true)
    throw new DockerfileError('support for "BUILDKIT_DISABLE_FILEOP" build-arg was removed in BuildKit 0.11')
  const { BUILDKIT_MULTI_PLATFORM: several = '' } = buildArgs
  if (several !== '' && readBoolean(several) === null)
    throw new DockerfileError(`invalid boolean value for multi-platform: ${several}`)
}

/** Whether the platform is part of every step name. */
export const namesPlatforms = (buildArgs: BuildArgs): boolean =>
  readBoolean(buildArgs.BUILDKIT_MULTI_PLATFORM ?? '') === true

/** Go's strconv.ParseBool. */
function readBoolean(text: string): boolean | null {
  if (/^(?:1|t|T|true|TRUE|True)$/.test(text)) return true
  return /^(?:0|f|F|false|FALSE|False)$/.test(text) ? false : null
}
