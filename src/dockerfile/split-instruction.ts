import { didYouMean } from './did-you-mean.ts'
import { DockerfileError } from './dockerfile-error.ts'
import { type Instruction, type Keyword, keywords } from './instruction.ts'
import { splitFlags } from './split-flags.ts'
import { trimSpace, trimStart } from './white-space.ts'

const takesJson: ReadonlySet<string> = new Set(['run', 'cmd', 'entrypoint', 'shell', 'copy', 'add', 'volume'])

type Place = { readonly line: number; readonly endLine: number; readonly column: number }

/**
 * Cuts one joined line into keyword, flags and arguments.
 * Source: parser/split_command.go, parser/line_parsers.go: parseMaybeJSON.
 */
export function splitInstruction(joined: string, escape: string, { line, endLine, column }: Place): Instruction {
  const text = trimSpace(joined)
  const [, word = '', argumentsText = ''] = /^([^\t\v\f\r ]+)(?:[\t\v\f\r ]+([\s\S]*))?$/.exec(text) ?? []
  const keyword = word.toLowerCase()
  if (!isKeyword(keyword)) throw new UnknownInstructionError(word, escape)
  const { flags, rest } = splitFlags(argumentsText, escape)
  const trimmed = trimSpace(rest)
  return {
    keyword,
    flags,
    rest: trimmed,
    json: takesJson.has(keyword) ? parseJsonForm(trimmed) : null,
    text,
    heredocs: [],
    line,
    endLine,
    column,
  }
}

/** BuildKit reports it only after the whole file has been read, in the order of the lines. */
export class UnknownInstructionError extends DockerfileError {
  constructor(word: string, escape: string) {
    const near = didYouMean(word.toLowerCase(), keywords, (keyword) => keyword.toUpperCase())
    const hint = near ?? `if it continues the line above, that one needs a ${escape} at its end`
    super(`unknown instruction: ${word}`, 0, 1, hint)
  }
}

const isKeyword = (word: string): word is Keyword => (keywords as readonly string[]).includes(word)

function parseJsonForm(rest: string): readonly string[] | null {
  if (!trimStart(rest).startsWith('[')) return null
  let value: unknown
  try {
    value = JSON.parse(rest)
  } catch {
    // Not JSON: the plain form is meant, silently.
    return null
  }
  if (!Array.isArray(value)) return null
  if (value.some((item) => typeof item !== 'string')) {
    throw new DockerfileError('when using JSON array syntax, arrays must be comprised of strings only')
  }
  return value as string[]
}
