import type { Line, Tone } from '../../workbench/display/line.ts'

/** How a line is put on a stream that may not be a terminal. */
export type Paint = { readonly color: boolean }

// The terminal's own sixteen colors, so that every theme stays readable.
const codes: Readonly<Record<Tone, string>> = {
  good: '32',
  alert: '1;33',
  warn: '33',
  info: '36',
  bad: '31',
  faint: '2',
  plain: '',
  accent: '1',
  border: '2',
}

/** The line as text, with colors where they are wanted, without blanks at its end. */
export function paintLine(line: Line, { color }: Paint): string {
  const painted = line.map(({ text, tone, bold }) => {
    const code = bold === true && codes[tone] === '' ? '1' : codes[tone]
    return color && code !== '' && text.trim() !== '' ? `\x1b[${code}m${text}\x1b[0m` : text
  })
  return painted.join('').trimEnd()
}
