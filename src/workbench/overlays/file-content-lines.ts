import { memoize } from '../../memo/memoize.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { type Line, span } from '../display/line.ts'
import { valueOf } from '../state/loaded.ts'
import type { OpenFile } from '../state/state.ts'

/** A file's contents as rows: text as it is, anything else in hexadecimal, its head only. */
export function fileContentLines(file: OpenFile): readonly Line[] {
  const bytes = valueOf(file.bytes)
  if (file.bytes.status === 'failed') {
    const { summary, nextStep } = file.bytes.failure
    return [[span(` ${oneLine(`${summary} ${nextStep}`)}`, 'plain', { bold: true })]]
  }
  if (bytes === null) return [[span(' Reading …', 'faint')]]
  if (bytes.length === 0) return [[span(' An empty file', 'faint')]]
  return contentLines({ bytes })
}

const contentLines = memoize(({ bytes }: { readonly bytes: Uint8Array }): readonly Line[] => {
  const text = decode(bytes)
  return text === null ? hexadecimal(bytes.subarray(0, 4096)) : numbered(text)
})

/** Null: not text. A character cut in two at the end of what was read is none of the file's fault. */
function decode(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return null
  }
}

function numbered(text: string): readonly Line[] {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  const digits = String(lines.length).length
  return lines.map((line, place) => [
    span(` ${String(place + 1).padStart(digits)}  `, 'faint'),
    span(printable(line.replace(/\t/g, '    '))),
  ])
}

function hexadecimal(bytes: Uint8Array): readonly Line[] {
  const rows = Math.ceil(bytes.length / 16)
  return Array.from({ length: rows }, (_, row) => {
    const part = [...bytes.subarray(row * 16, row * 16 + 16)]
    const digits = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const letters = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    return [
      span(` ${(row * 16).toString(16).padStart(6, '0')}  `, 'faint'),
      span(digits.padEnd(47)),
      span(`  ${letters}`, 'faint'),
    ]
  })
}
