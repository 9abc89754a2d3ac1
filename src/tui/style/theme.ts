import type { Span, Tone } from '../../workbench/display/line.ts'

/**
 * How the tones look: in the terminal's own sixteen colors, or without any. Only marks of one cell are colored; words keep
 * the terminal's own color, since yellow and cyan words are unreadable on light terminals.
 */
export type Theme = { readonly colors: boolean }

const colored: Readonly<Record<Tone, string>> = {
  plain: '',
  good: '32',
  alert: '91',
  warn: '33',
  info: '36',
  bad: '31',
  faint: '2',
  // Keys and names stand out in bold: blue is hard to read on dark terminals.
  accent: '1',
  border: '2',
}

// NO_COLOR asks for no colors; faint, bold and inverse are none, and the glyphs say the rest.
const colorless: Readonly<Record<Tone, string>> = {
  ...colored,
  good: '',
  alert: '',
  warn: '',
  info: '',
  bad: '',
}

/** The parameters of the SGR sequence that a span is written with: `1;7;34`; empty for plain text. */
export function lookOf({ tone, bold, inverse }: Span, { colors }: Theme): string {
  const code = (colors ? colored : colorless)[tone]
  const isFaint = code === '2'
  const isBold = (bold === true && tone !== 'faint') || code === '1'
  // The order is fixed, so equal looks are equal texts.
  return [isBold ? '1' : '', isFaint ? code : '', inverse === true ? '7' : '', isFaint || code === '1' ? '' : code]
    .filter((part) => part !== '')
    .join(';')
}
