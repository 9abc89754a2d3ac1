import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellWidth } from '../../../src/text/cells.ts'
import { bar } from '../../../src/workbench/display/glyphs.ts'

test('a bar is filled in eighths', () => {
  expect(bar(1, 4)).toBe('████')
  expect(bar(0.5, 4)).toBe('██  ')
  expect(bar(0.53, 4)).toBe('██▏ ')
  expect(bar(0, 4)).toBe('    ')
})

test('something is never shown as nothing', () => {
  expect(bar(0.000001, 4)).toBe('▏   ')
})

test('a bar always has its width', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 40 }), (share, width) => {
      expect(cellWidth(bar(share, width))).toBe(width)
    }),
  )
})
