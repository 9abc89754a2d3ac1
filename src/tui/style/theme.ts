import type { Line, Span, Tone } from '../../workbench/display/line.ts'

/** How the roles look: in the terminal's own sixteen colours, or without any. */
export type Theme = { readonly colors: boolean }

type Look = { readonly open: string; readonly close: string }

const look = (open: readonly number[], close: readonly number[]): Look => ({
  open: open.map((code) => `\x1b[${code}m`).join(''),
  close: close.map((code) => `\x1b[${code}m`).join(''),
})

const colored: Readonly<Record<Tone, Look>> = {
  plain: look([], []),
  good: look([32], [39]),
  alert: look([91], [39]),
  warn: look([33], [39]),
  info: look([36], [39]),
  bad: look([31], [39]),
  faint: look([2], [22]),
  accent: look([34], [39]),
  border: look([2], [22]),
}

// NO_COLOR asks for no colours; faint, bold and inverse are none, and the glyphs say the rest.
const colorless: Readonly<Record<Tone, Look>> = {
  ...colored,
  good: look([], []),
  alert: look([], []),
  warn: look([], []),
  info: look([], []),
  bad: look([], []),
  accent: look([], []),
}

/** A line as text with the escape sequences of its looks. */
export function paintLine(line: Line, theme: Theme): string {
  return line.map((part) => paintSpan(part, theme)).join('')
}

function paintSpan({ text, tone, bold, inverse }: Span, { colors }: Theme): string {
  const { open, close } = (colors ? colored : colorless)[tone]
  const strong = bold === true && tone !== 'faint' ? ['\x1b[1m', '\x1b[22m'] : ['', '']
  const swapped = inverse === true ? ['\x1b[7m', '\x1b[27m'] : ['', '']
  return strong[0]! + swapped[0]! + open + text + close + swapped[1]! + strong[1]!
}
