import type { TextStyle } from '../report/plan-text.ts'

/** Columns of a report that no terminal shows: what CI logs and mails can take. */
const columnsOfALog = 100

/** How a report should look on this stream. NO_COLOR (no-color.org) and a dumb terminal mean plain text. */
export function styleFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
  { color }: { readonly color: boolean },
): TextStyle {
  const isTerminal = stream.isTTY === true
  const plain = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb'
  return {
    // A pseudo-terminal without a size says 0.
    columns: (isTerminal && stream.columns) || columnsOfALog,
    color: isTerminal && color && !plain,
    unicode: drawsUnicode(environment),
  }
}

/** Whether the reader's locale can show more than ASCII; where none is set, today's terminals and logs can. */
export function drawsUnicode({ LC_ALL, LC_CTYPE, LANG }: Readonly<Record<string, string | undefined>>): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || ''
  return locale === '' || /utf-?8/i.test(locale)
}

/** What was written did not arrive: a full disk, a stream that was closed. `code` is the system's. */
export class OutputError extends Error {
  readonly code: string

  constructor(cause: NodeJS.ErrnoException) {
    super(`the output could not be written (${cause.code ?? cause.message})`, { cause })
    this.name = 'OutputError'
    this.code = cause.code ?? ''
  }
}

/** A reader of the output has gone (`| head`), which is not an error. */
export const isReaderGone = (error: NodeJS.ErrnoException): boolean => error.code === 'EPIPE'

/** Writes all of the text before it resolves; a reader that has gone is not an error. Throws `OutputError`. */
export function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => (isReaderGone(error) ? resolve() : reject(new OutputError(error)))
    stream.once('error', failed)
    stream.write(text, (error) => {
      if (error === null || error === undefined) {
        stream.off('error', failed)
        resolve()
      } else failed(error)
    })
  })
}
