import { cellWidth, graphemes } from '../../text/cells.ts'

/** One cell of the screen. A wide character is followed by a cell with empty text. */
export type StyledCell = { readonly text: string; readonly look: string }

/** Takes a line with SGR sequences apart; it is cut or filled up with blanks to exactly `columns` cells. */
export function styledCells(line: string, columns: number): readonly StyledCell[] {
  const cells: StyledCell[] = []
  let look: Look = plain
  for (const [place, part] of line.split(sgr).entries()) {
    if (place % 2 === 1) {
      look = applyCodes(look, part)
      continue
    }
    const resolvedText = spell(look)
    for (const text of graphemes(part)) {
      const width = Math.max(1, cellWidth(text))
      if (cells.length + width > columns) break
      cells.push({ text, look: resolvedText })
      for (let more = 1; more < width; more++) cells.push({ text: '', look: resolvedText })
    }
  }
  while (cells.length < columns) cells.push(blank)
  return cells
}

export const blank: StyledCell = { text: ' ', look: '' }

export function isSameCell(a: StyledCell, b: StyledCell): boolean {
  return a.text === b.text && a.look === b.look
}

// biome-ignore lint/complexity/useRegexLiterals: the escape character is easier to see this way
const sgr = new RegExp('\\x1b\\[([\\d;]*)m')

/** SGR codes in force: weight (bold and faint), inverse, underline, colours. */
type Look = {
  readonly bold: string
  readonly faint: string
  readonly underline: string
  readonly inverse: string
  readonly foreground: string
  readonly background: string
}

const plain: Look = { bold: '', faint: '', underline: '', inverse: '', foreground: '', background: '' }

function spell(look: Look): string {
  return Object.values(look)
    .filter((code) => code !== '')
    .join(';')
}

function applyCodes(look: Look, codes: string): Look {
  const numbers = codes === '' ? ['0'] : codes.split(';')
  let next = look
  while (numbers.length > 0) {
    const code = Number(numbers.shift())
    if (code === 0) next = plain
    else if (code === 1) next = { ...next, bold: '1' }
    else if (code === 2) next = { ...next, faint: '2' }
    else if (code === 4) next = { ...next, underline: '4' }
    else if (code === 7) next = { ...next, inverse: '7' }
    else if (code === 22) next = { ...next, bold: '', faint: '' }
    else if (code === 24) next = { ...next, underline: '' }
    else if (code === 27) next = { ...next, inverse: '' }
    else if (isForeground(code)) next = { ...next, foreground: code === 39 ? '' : String(code) }
    else if (isBackground(code)) next = { ...next, background: code === 49 ? '' : String(code) }
  }
  return next
}

const isForeground = (code: number) => (code >= 30 && code <= 37) || code === 39 || (code >= 90 && code <= 97)
const isBackground = (code: number) => (code >= 40 && code <= 47) || code === 49 || (code >= 100 && code <= 107)
