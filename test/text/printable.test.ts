import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oneLine, printable } from '../../src/text/printable.ts'

test('ordinary names stay as they are', () => {
  expect(printable('src/café/日本.ts')).toBe('src/café/日本.ts')
})

test('escape sequences and line breaks become visible', () => {
  expect(printable('a\x1b[2Jb\nc\td')).toBe('a\\x1b[2Jb\\nc\\td')
})

test('a bidirectional override cannot turn a name around', () => {
  expect(printable('evil\u202egpj.exe')).toBe('evil\\u202egpj.exe')
})

test('a lone surrogate becomes the replacement character', () => {
  expect(printable('a\ud800b')).toBe('a\ufffdb')
})

test('a byte that is not UTF-8 is shown as that byte', () => {
  expect(printable('caf\udce9')).toBe('caf\\xe9')
})

test('a command over several lines becomes one', () => {
  expect(oneLine('apt-get update \\\n\t&& apt-get install -y git ')).toBe('apt-get update \\ && apt-get install -y git')
})

test('no text keeps a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f]/)
    }),
  )
})
