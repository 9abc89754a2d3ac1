import { type ExpandOptions, expandWord, type Variables } from '../../../dockerfile/expansion/expand-word.ts'
import { flagValue, type Instruction } from '../../../dockerfile/parser/instruction.ts'
import { DockerfileError, hinted } from '../../../dockerfile/problems/dockerfile-error.ts'
import { parsePlatform } from '../../../dockerfile/values/platform.ts'

/**
 * The platform of `FROM --platform` in normalized form, or null. `reading.daemonPlatform` is the daemon's platform.
 * Throws DockerfileError.
 */
export function stagePlatform(
  from: Instruction,
  globals: Variables,
  reading: ExpandOptions & { readonly daemonPlatform: string },
): string | null {
  const written = flagValue(from, 'platform')
  if (written === null || written === '') return null
  const expanded = expandWord(written, globals, reading)
  if (expanded === '') throw new DockerfileError(`empty platform value from expression ${written}`)
  return readPlatform(expanded, written, reading.daemonPlatform)
}

/** `--platform` in normalized form; the daemon's platform without the option or for `local`. Throws DockerfileError. */
export const buildPlatform = (option: string | null, daemonPlatform: string): string =>
  option === null || option === 'local' ? daemonPlatform : readPlatform(option, option, daemonPlatform)

function readPlatform(text: string, written: string, daemonPlatform: string): string {
  const platform = parsePlatform(text, daemonPlatform)
  if (platform === null) throw hinted(`failed to parse platform ${written}`, 'such as linux/amd64')
  return platform
}
