import type { FrontendFeatures } from '../frontend/frontend-features.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'
import { splitHealthcheck } from './healthcheck.ts'
import { type Instruction, type Keyword, keywords } from './instruction.ts'
import { cutNameValues } from './name-values.ts'
import { splitFlags } from './split-flags.ts'
import { trimSpace } from './white-space.ts'

const takesJson: ReadonlySet<string> = new Set(['run', 'cmd', 'entrypoint', 'shell', 'copy', 'add', 'volume'])

type LineRange = { readonly line: number; readonly endLine: number; readonly column: number }

/**
 * Cuts one joined line into keyword, flags and arguments, as a front end with these features does.
 * Source: parser/split_command.go, parser/line_parsers.go: parseMaybeJSON.
 */
export function splitInstruction(
  joined: string,
  { escape, features }: { readonly escape: string; readonly features: FrontendFeatures },
  { line, endLine, column }: LineRange,
): Instruction {
  const text = trimSpace(joined)
  const [, word = '', argumentsText = ''] = /^([^\t\v\f\r ]+)(?:[\t\v\f\r ]+([\s\S]*))?$/.exec(text) ?? []
  const keyword = word.toLowerCase()
  if (!isKeyword(keyword)) throw new UnknownInstructionError(word, escape)
  const { flags, rest: untrimmed } = splitFlags(argumentsText, escape)
  const rest = trimSpace(untrimmed)
  // Pairs are split here, so a malformed pair is rejected in an ONBUILD that never runs, too.
  if (rest !== '' && (keyword === 'env' || keyword === 'label')) cutNameValues(rest, escape, keyword.toUpperCase())
  return {
    keyword,
    flags,
    rest,
    json: parseJsonForm(keyword, rest, features),
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

function parseJsonForm(keyword: Keyword, rest: string, features: FrontendFeatures): readonly string[] | null {
  if (keyword === 'healthcheck') return parseJsonList(splitHealthcheck(rest).command, features)
  return takesJson.has(keyword) ? parseJsonList(rest, features) : null
}

function parseJsonList(text: string, features: FrontendFeatures): readonly string[] | null {
  if (!text.startsWith('[')) return null
  let value: unknown
  try {
    value = JSON.parse(features.strictJsonForms ? text : firstList(text))
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

/** The text from the opening bracket to its closing bracket; the whole text if there is none. */
function firstList(text: string): string {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]]/g)) {
    if (token === '[') depth++
    if (token === ']' && --depth === 0) return text.slice(0, index + 1)
  }
  return text
}
