import { graphemes } from '../../text/cells.ts'
import { printable } from '../../text/printable.ts'

/** A line of text after a key, as a shell edits one; null: the key does not edit text. */
export function editText(text: string, key: string): string | null {
  switch (key) {
    case 'backspace':
      return graphemes(text).slice(0, -1).join('')
    case 'ctrl-u':
      return ''
    case 'ctrl-w':
      return text.replace(/\S*\s*$/, '')
    case 'space':
      return `${text} `
    default:
      return graphemes(key).length === 1 ? text + key : null
  }
}

/** A line of text with pasted text at its end: the first line of it. */
export function pasteText(text: string, pasted: string): string {
  const [line = ''] = pasted.split(/[\r\n]/)
  return text + printable(line)
}
