import { cellWidth, graphemes } from './cells.ts'

/** Breaks printable text into lines of at most `width` cells: between words where it can, within one where it must. */
export function wrapWords(text: string, width: number): readonly string[] {
  if (width <= 0) return []
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (cellWidth(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const grapheme of graphemes(word)) {
      if (cellWidth(line + grapheme) > width && line !== '') {
        lines.push(line)
        line = ''
      }
      if (cellWidth(grapheme) <= width) line += grapheme
    }
  }
  return [...lines, line]
}
