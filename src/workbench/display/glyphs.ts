import { type MarkName, marks } from '../../messages/names/mark.ts'
import { type Span, span } from './line.ts'

/** The mark of a row as a span. */
export function markSpan(name: MarkName): Span {
  const { glyph, role } = marks[name]
  return span(glyph, role, { bold: name === 'busted' || name === 'fails' })
}

/** Left of a row: the cursor where the pane has the focus, its trace where it has not. */
export function cursorSpan(options: { readonly isChosen: boolean; readonly isFocused: boolean }): Span {
  if (!options.isChosen) return span(' ')
  return options.isFocused ? span('▌', 'accent', { bold: true }) : span('▏', 'faint')
}

/** A bar of `width` cells, filled to `share` of them in eighths; anything above nothing shows. */
export function bar(share: number, width: number): string {
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(share * width * 8))
  const full = Math.floor(eighths / 8)
  const rest = eighths % 8
  return `${'█'.repeat(full)}${rest > 0 ? partial[rest] : ''}`.padEnd(width)
}

const partial = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
