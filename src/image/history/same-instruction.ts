import { asTexts } from '../model/json-value.ts'

/** An instruction of a Dockerfile, as far as recognising it in an image's history goes. */
export type WrittenInstruction = {
  /** Upper-case keyword. */
  readonly instruction: string
  /** As written, continuation lines joined. */
  readonly text: string
  /** The name that BuildKit prints, with expanded variables: `[stage 2/3] COPY a b`. Metadata has no such name. */
  readonly vertex?: string
}

/**
 * Whether this instruction made a line of an image's history (in the form of `historyCommand`). The history has no
 * mounts, `--from` or `--link`; the classic builder wrote `COPY file:<hash> in /dest`.
 */
export function isSameInstruction(command: string, written: WrittenInstruction): boolean {
  const first = command.slice(0, command.search(/\s|$/))
  // The classic builder writes a RUN in JSON form as the bare command.
  const [keyword, rest] = keywords.has(first) ? [first, command.slice(first.length)] : ['RUN', command]
  if (keyword !== written.instruction) return false
  const made = squeeze(rest)
  const forms = [written.text, ...(written.vertex === undefined ? [] : [written.vertex.replace(/^\[[^\]]*\] /, '')])]
  return forms.some((form) => compare(keyword, made, form.replace(/^\s*\S+\s*/, '')))
}

const keywords: ReadonlySet<string> = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
)

function compare(keyword: string, made: string, given: string): boolean {
  switch (keyword) {
    case 'RUN':
      return endsWithWords(made, squeeze(words(runCommand(withoutFlags(given))).join(' ')))
    case 'COPY':
    case 'ADD':
      return isSameCopy(withoutFlags(made), words(withoutFlags(withoutHeredocs(given))))
    case 'WORKDIR':
      return made === given.trim() || made.endsWith(`/${given.trim().replace(/^\.\//, '')}`)
    // The history prints these in its own form, and a stage rarely has two of one kind, so the keyword is enough.
    case 'EXPOSE':
    case 'VOLUME':
    case 'HEALTHCHECK':
    case 'ONBUILD':
      return true
    case 'ENV':
      return normalized(made) === normalized(given.replace(/^\s*([\w.-]+)\s+/, '$1='))
    default:
      return endsWithWords(normalized(made), normalized(given))
  }
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()
const withoutFlags = (text: string): string => text.trim().replace(/^(?:--[a-z-]+(?:=(?:"[^"]*"|[^\s"])*)?\s+)+/i, '')
/** Behind a shell or build arguments (`/bin/bash -c …`) the words that the instruction has come last. */
const endsWithWords = (made: string, given: string): boolean =>
  given !== '' && (made === given || made.endsWith(` ${given}`))
/** Quotes, commas and brackets are written differently in each version. */
const normalized = (text: string): string => squeeze(text.replace(/["'\\]/g, '').replace(/[[\],]/g, ' '))

/** The words of a JSON form, or of plain text. */
function words(text: string): readonly string[] {
  const plain = squeeze(text).split(' ')
  if (!text.startsWith('[')) return plain
  try {
    return asTexts(JSON.parse(text))
  } catch {
    return plain
  }
}

/** `RUN <<EOF … EOF` runs the lines between; with a command before `<<` all of it goes to the shell. */
function runCommand(text: string): string {
  const heredoc = text.match(/^<<-?(["']?)(\w+)\1\r?\n([\s\S]*?)\r?\n?\s*\2\s*$/)
  return heredoc === null ? text : heredoc[3]!
}

/** The lines of heredocs are not in history, only their names: `COPY <<EOF /dest`. */
const withoutHeredocs = (text: string): string => text.split('\n', 1)[0]!.replace(/<<-?(["']?)(\w+)\1/g, '<<$2')

function isSameCopy(made: string, given: readonly string[]): boolean {
  const classic = made.match(/^(?:file|dir|multi):[0-9a-f]+ in (.*)$/)
  if (classic === null) return made === squeeze(given.join(' '))
  const target = (given.at(-1) ?? '').replace(/^\.\/?/, '').replace(/\/$/, '')
  return target === '' || `/${classic[1]!.replace(/\/$/, '')}`.endsWith(`/${target.replace(/^\//, '')}`)
}
