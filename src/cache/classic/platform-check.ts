import { DockerfileError } from '../../dockerfile/problems/dockerfile-error.ts'
import { parsePlatform } from '../../dockerfile/values/platform.ts'
import { defaultRules } from '../model/build-options.ts'

/** Checks an expanded FROM --platform. Only given values count, so `$TARGETPLATFORM` is empty. */
export function checkPlatform(text: string): void {
  // The answer does not depend on the machine.
  if (parsePlatform(text, defaultRules.platform) !== null) return
  const hint = text === '' ? 'the classic builder sets no TARGETPLATFORM or BUILDPLATFORM' : 'such as linux/amd64'
  throw new DockerfileError(`failed to parse platform "${text}"`, 0, 1, hint)
}
