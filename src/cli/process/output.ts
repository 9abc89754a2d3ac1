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
    // A pseudo-terminal whose size nobody set says 0.
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

/** Writes all of the text before it resolves; a reader that has gone (`| head`) is no error. */
export function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.once('error', () => resolve())
    stream.write(text, () => resolve())
  })
}
