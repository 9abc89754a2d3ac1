import { expect, test } from 'vitest'
import { cellWidth } from '../../src/text/cells.ts'
import { toAscii } from '../../src/tui/style/ascii.ts'
import { printScreen } from '../support/workbench/print-screen.ts'
import { press, shopAtWork } from '../support/workbench/shop.ts'

test('the marks have their own letters', () => {
  expect(toAscii('✓ ● ↓ ? ✗ · ◌')).toBe('+ * v ? x . o')
})

test('names that ASCII cannot show keep their width', () => {
  expect(toAscii('スタイル.css')).toBe('????????.css')
})

test('a whole screen needs no character that an old terminal lacks, and moves nothing', () => {
  const screen = printScreen(press(shopAtWork(84, 44), '4'))
  const ascii = toAscii(screen)
  expect(ascii).toMatch(/^[\x0a\x20-\x7e]*$/)
  expect(ascii.split('\n').map(cellWidth)).toEqual(screen.split('\n').map(cellWidth))
  expect(ascii).not.toContain('?????')
})
