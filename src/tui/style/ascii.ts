import { marks } from '../../messages/names/mark.ts'
import { cellWidth, graphemes } from '../../text/cells.ts'

/** The same picture for terminals that show ASCII only: every character keeps its width in cells. */
export function toAscii(text: string): string {
  if (isAscii.test(text)) return text
  return graphemes(text)
    .map((character) => replacements.get(character) ?? (isAscii.test(character) ? character : unknown(character)))
    .join('')
}

const isAscii = /^[\x00-\x7f]*$/

const replacements: ReadonlyMap<string, string> = new Map([
  ...Object.values(marks).map(({ glyph, ascii }) => [glyph, ascii] as const),
  ...pairs('─│┌┐└┘├┤┬┴┼', '-|+++++++++'),
  ...pairs('█▉▊▋▌▍▎▏', '####>::.'),
  ...pairs('▾▸→←↑…–“”’‹›⋯×◀', 'v>><^~-""\'<>.x<'),
  ['↓', 'v'],
])

function pairs(from: string, to: string): readonly (readonly [string, string])[] {
  return [...from].map((character, index) => [character, to[index]!] as const)
}

function unknown(character: string): string {
  return '?'.repeat(cellWidth(character))
}
