import { type ExpandOptions, expandToWords } from '../expansion/expand-word.ts'
import type { FrontendFeatures } from '../frontend/frontend-features.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'
import { trimNewlines } from './white-space.ts'

export type HeredocMarker = {
  readonly name: string
  /** `<<-`: leading tabs of the body and the terminator do not count. */
  readonly chomp: boolean
  /** Body is expanded in COPY and ADD: the name was not quoted. */
  readonly expand: boolean
}

export type Heredoc = HeredocMarker & {
  /** The lines between start and end, as written in the file. */
  readonly body: string
}

const noVariables: ReadonlyMap<string, string> = new Map()
const countQuotes = (text: string): number => text.match(/['"]/g)?.length ?? 0

/** Reads `<<EOF`, `3<<-"EOF"` …; null for any other word. Source: parser/parser.go: MustParseHeredoc. */
export function parseHeredocMarker(word: string, features: FrontendFeatures): HeredocMarker | null {
  if (!features.heredocs) return null
  const marker = /^(\d*)<<(-?)\s*([^<]*)$/.exec(word)
  if (marker === null || marker[3] === '') return null
  const plain = wordsOrNone(marker[3]!, { keepUnset: true, features })
  if (plain.length !== 1) return null
  const quoted = wordsOrNone(marker[3]!, { keepUnset: true, keepQuotes: true, features })
  return {
    name: plain[0]!,
    chomp: marker[2] === '-',
    expand: countQuotes(plain[0]!) === countQuotes(quoted[0] ?? ''),
  }
}

/** Takes the leading tabs off every line, as `<<-` asks. */
export const chompTabs = (body: string): string => body.replace(/^\t+/gm, '')

/** The heredoc markers in one joined line, in order. */
export function heredocMarkers(line: string, features: FrontendFeatures): HeredocMarker[] {
  if (!line.includes('<<')) return []
  const words = wordsOrNone(line, { keepQuotes: true, keepEscapes: true, keepUnset: true, features })
  return words.flatMap((word) => parseHeredocMarker(word, features) ?? [])
}

/**
 * The words of a line. A line whose quotes or variables BuildKit cannot parse has no heredocs, although a shell may
 * accept it.
 */
function wordsOrNone(text: string, options: ExpandOptions): readonly string[] {
  try {
    return expandToWords(text, noVariables, options)
  } catch (error) {
    if (error instanceof DockerfileError) return []
    throw error
  }
}

/** Reads one heredoc's body from `lines`, starting at `from`; `next` is the line after the terminator. */
export function readHeredocBody(
  marker: HeredocMarker,
  lines: readonly string[],
  from: number,
): { body: string; next: number } {
  let body = ''
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]!
    const bare = trimNewlines(line)
    if ((marker.chomp ? bare.replace(/^\t+/, '') : bare) === marker.name) return { body, next: at + 1 }
    body += line
  }
  throw new DockerfileError(`unterminated heredoc: no line with ${marker.name} alone ends it`)
}
