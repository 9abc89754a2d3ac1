import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellWidth } from '../../src/text/cells.ts'
import { fitEnd, fitExactly, fitMiddle, padEnd, padStart } from '../../src/text/fit.ts'
import { printable } from '../../src/text/printable.ts'
import { wrapWords } from '../../src/text/wrap.ts'

test('a command is cut at its end', () => {
  expect(fitEnd('RUN npm run build', 10)).toBe('RUN npm r…')
})

test('text that fits is not touched', () => {
  expect(fitEnd('RUN npm ci', 10)).toBe('RUN npm ci')
})

test('a path keeps its name, its first folder and the folders next to the name', () => {
  expect(fitMiddle('packages/shop/src/cart/total.ts', 24)).toBe('packages/…/cart/total.ts')
})

test('a path with less room keeps its first folder and its name', () => {
  expect(fitMiddle('src/checkout/cart.ts', 14)).toBe('src/…/cart.ts')
})

test('a path with hardly any room keeps its name', () => {
  expect(fitMiddle('packages/checkout/cart.ts', 10)).toBe('…/cart.ts')
})

test('a name that is too long keeps its start and its end', () => {
  expect(fitMiddle('a-very-long-file-name.test.ts', 13)).toBe('a-very…est.ts')
})

test('wide characters are cut by cells, never in half', () => {
  expect(fitEnd('日本語', 4)).toBe('日…')
  expect(fitExactly('日本語', 4)).toBe('日… ')
})

test('padding counts cells', () => {
  expect(padEnd('日', 4)).toBe('日  ')
  expect(padStart('12 kB', 8)).toBe('   12 kB')
})

test('sentences break between words, long words within', () => {
  expect(wrapWords('a build stops here', 9)).toEqual(['a build', 'stops', 'here'])
  expect(wrapWords('sha256:0123456789', 8)).toEqual(['sha256:0', '12345678', '9'])
})

test('nothing that was fitted is wider than asked', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (raw, width) => {
      const text = printable(raw)
      expect(cellWidth(fitEnd(text, width))).toBeLessThanOrEqual(width)
      expect(cellWidth(fitMiddle(text, width))).toBeLessThanOrEqual(width)
      expect(cellWidth(fitExactly(text, width))).toBe(width)
      for (const line of wrapWords(text, width)) expect(cellWidth(line)).toBeLessThanOrEqual(width)
    }),
  )
})
