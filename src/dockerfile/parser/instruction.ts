import type { Heredoc } from './heredoc.ts'

export const keywords = [
  'add',
  'arg',
  'cmd',
  'copy',
  'entrypoint',
  'env',
  'expose',
  'from',
  'healthcheck',
  'label',
  'maintainer',
  'onbuild',
  'run',
  'shell',
  'stopsignal',
  'user',
  'volume',
  'workdir',
] as const

export type Keyword = (typeof keywords)[number]

/** One instruction as written in the file: its lines are joined and variables are not expanded. */
export type Instruction = {
  readonly keyword: Keyword
  /** Leading `--name[=value]` words, unquoted. */
  readonly flags: readonly string[]
  /** The text after the flags, trimmed. */
  readonly rest: string
  /** The arguments where they are a JSON array of strings and the instruction takes that form. */
  readonly json: readonly string[] | null
  /** The whole joined line, trimmed: what progress output is made of. */
  readonly text: string
  readonly heredocs: readonly Heredoc[]
  /** There is a blank line among its continuation lines; the linter reports it. */
  readonly emptyContinuation?: true
  /** First and last physical line, counted from 1; the body of a heredoc is inside. */
  readonly line: number
  readonly endLine: number
  /** Column of the keyword, counted from 1. */
  readonly column: number
}

/** Value of a flag: the last one counts; a flag without `=` is `true`; null when it is not there. */
export function flagValue(instruction: Instruction, name: string): string | null {
  const flag = instruction.flags.findLast((text) => text === `--${name}` || text.startsWith(`--${name}=`))
  if (flag === undefined) return null
  const equals = flag.indexOf('=')
  return equals < 0 ? 'true' : flag.slice(equals + 1)
}

/** Values of a flag that may repeat, in order. */
export const flagValues = (instruction: Instruction, name: string): string[] =>
  instruction.flags.flatMap((text) => (text.startsWith(`--${name}=`) ? [text.slice(name.length + 3)] : []))

/** A boolean flag as the front end reads it. */
export const flagIsOn = (instruction: Instruction, name: string): boolean =>
  flagValue(instruction, name)?.toLowerCase() === 'true'
