import { DockerfileError, hinted } from '../../dockerfile/dockerfile-error.ts'
import { type ExpandOptions, expandWord, type Variables } from '../../dockerfile/expand-word.ts'
import { flagValue, type Instruction } from '../../dockerfile/instruction.ts'
import { parsePlatform } from '../../dockerfile/platform.ts'

/** What `FROM --platform` asks for, in its one spelling; null: nothing. Throws DockerfileError. */
export function stagePlatform(from: Instruction, globals: Variables, lexer: ExpandOptions): string | null {
  const written = flagValue(from, 'platform')
  if (written === null || written === '') return null
  const expanded = expandWord(written, globals, lexer)
  if (expanded === '') throw new DockerfileError(`empty platform value from expression ${written}`)
  return readPlatform(expanded, written)
}

/** `--platform` in its one spelling; null: the engine's own, which `local` means too. Throws DockerfileError. */
export const buildPlatform = (option: string | null): string | null =>
  option === null || option === 'local' ? null : readPlatform(option, option)

function readPlatform(text: string, written: string): string {
  const platform = parsePlatform(text)
  if (platform === null) throw hinted(`failed to parse platform ${written}`, 'such as linux/amd64')
  return platform
}
