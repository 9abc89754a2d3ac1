import { expect, test } from 'vitest'
import { escapeBytes } from '../../src/text/escape-bytes.ts'

test.each([
  ['src/café/日本', 'src/café/日本'],
  ['caf\udce9', 'caf\\xe9'],
  ['a\\b', 'a\\b'],
  ['a\\b\udce9', 'a\\\\b\\xe9'],
  ['😀', '😀'],
])('%j is %j', (name, escaped) => {
  expect(escapeBytes(name)).toBe(escaped)
})
