import { cellWidth, graphemes } from './cells.ts'

/**
 * Cuts printable text at its end, with an ellipsis, so that it takes at most `width` cells: for commands, sentences.
 */
export function fitEnd(text: string, width: number): string {
  if (cellWidth(text) <= width) return text
  if (width <= 0) return ''
  return takeStart(text, width - 1) + ellipsis
}

/**
 * Cuts a path in its middle. The file's name stays, then the first directory, then as many of the directories next to
 * the file as fit (`src/…/cart/total.ts`). A name that is too long keeps its start and its end.
 */
export function fitMiddle(path: string, width: number): string {
  if (cellWidth(path) <= width) return path
  const segments = path.split('/')
  const name = segments.pop()!
  if (segments.length === 0 || cellWidth(name) + 2 > width) return fitName(name, width)
  const join = (head: number, tail: number) =>
    [...segments.slice(0, head), ellipsis, ...segments.slice(segments.length - tail), name].join('/')
  const fits = (head: number, tail: number) => head + tail < segments.length && cellWidth(join(head, tail)) <= width
  let head = fits(1, 0) ? 1 : 0
  let tail = 0
  while (fits(head, tail + 1)) tail++
  while (fits(head + 1, tail)) head++
  return join(head, tail)
}

/** Fills up with blanks at the end; longer text stays as it is. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)))
}

/** Fills up with blanks at the start; longer text stays as it is. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - cellWidth(text))) + text
}

/** Exactly `width` cells: cut at the end or filled up with blanks. */
export function fitExactly(text: string, width: number): string {
  return padEnd(fitEnd(text, width), Math.max(0, width))
}

const ellipsis = '…'

function fitName(name: string, width: number): string {
  if (width <= 0) return ''
  const end = takeEnd(name, Math.floor((width - 1) / 2))
  return takeStart(name, width - 1 - cellWidth(end)) + ellipsis + end
}

function takeStart(text: string, width: number): string {
  let taken = ''
  let left = width
  for (const grapheme of graphemes(text)) {
    left -= cellWidth(grapheme)
    if (left < 0) break
    taken += grapheme
  }
  return taken
}

function takeEnd(text: string, width: number): string {
  let taken = ''
  let left = width
  for (const grapheme of graphemes(text).toReversed()) {
    left -= cellWidth(grapheme)
    if (left < 0) break
    taken = grapheme + taken
  }
  return taken
}
