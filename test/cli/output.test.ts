import { expect, test } from 'vitest'
import { drawsUnicode, styleFor } from '../../src/cli/process/output.ts'

const terminal = { isTTY: true, columns: 84 }
const colored = { color: true }

test('a terminal gets its own width and colors, a log a fixed width and none', () => {
  expect(styleFor(terminal, {}, colored)).toMatchObject({ columns: 84, color: true })
  expect(styleFor({ isTTY: false }, {}, colored)).toMatchObject({ columns: 100, color: false })
  expect(styleFor({ isTTY: true, columns: 0 }, {}, colored)).toMatchObject({ columns: 100 })
})

test('NO_COLOR, a dumb terminal and --no-color take the colors away', () => {
  expect(styleFor(terminal, { NO_COLOR: '1' }, colored).color).toBe(false)
  expect(styleFor(terminal, { NO_COLOR: '' }, colored).color).toBe(true)
  expect(styleFor(terminal, { TERM: 'dumb' }, colored).color).toBe(false)
  expect(styleFor(terminal, {}, { color: false }).color).toBe(false)
})

test('signs beyond ASCII where the locale can show them, and where none is set', () => {
  expect(drawsUnicode({ LANG: 'de_DE.UTF-8' })).toBe(true)
  expect(drawsUnicode({})).toBe(true)
  expect(drawsUnicode({ LANG: 'de_DE.UTF-8', LC_ALL: 'C' })).toBe(false)
  expect(drawsUnicode({ LC_CTYPE: 'en_US.ISO-8859-1' })).toBe(false)
})
