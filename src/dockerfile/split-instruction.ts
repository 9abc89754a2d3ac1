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
export function splitInstruction(joined: string, escape: string, place: Place): Instruction {
  const text = trimSpace(joined)
  const [, word = '', argumentsText = ''] = /^([^\t\v\f\r ]+)(?:[\t\v\f\r ]+([\s\S]*))?$/.exec(text) ?? []
  const keyword = word.toLowerCase()
  if (!isKeyword(keyword)) throw new DockerfileError(`unknown instruction: ${word}${nearestKeyword(keyword)}`)
  const { flags, rest } = splitFlags(argumentsText, escape)
  const trimmed = trimSpace(rest)
  return {
    keyword,
    flags,
    rest: trimmed,
    json: takesJson.has(keyword) ? parseJsonForm(trimmed) : null,
    text,
    heredocs: [],
    ...place,
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

/** ` (did you mean COPY?)` for a slip of one or two letters. */
function nearestKeyword(word: string): string {
  const near = keywords.find((keyword) => editDistance(keyword, word) <= (word.length > 4 ? 2 : 1))
  return near === undefined ? '' : ` (did you mean ${near.toUpperCase()}?)`
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
