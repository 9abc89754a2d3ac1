import stringWidth from 'string-width'

/** The width of a printable text in terminal cells: 2 for CJK and emoji, 0 for combining marks. */
export function cellWidth(text: string): number {
  return oneCellEach.test(text) ? text.length : stringWidth(text)
}

/** The characters as a reader sees them, each with the combining marks that belong to it. */
export function graphemes(text: string): readonly string[] {
  return oneCellEach.test(text) ? text.split('') : Array.from(segmenter.segment(text), ({ segment }) => segment)
}

// ASCII, box drawing, blocks and the marks of the theme: the bulk of every frame, measured without looking closer.
const oneCellEach = /^[\x20-\x7e\u2500-\u259f\u2026\u00b7\u2190-\u2193\u2713\u2717\u25cf\u25cc]*$/
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
