import { expect, test } from 'vitest'
import { unsendableValue } from '../../../src/context/transfer/header-values.ts'

test.each([
  ['plain text', ['a', 'b c'], null],
  ['a tab', ['a', 'b\tc'], 'b\tc'],
  ['a deleted character', ['\x7f'], '\x7f'],
  ['a tab beside a character beyond ASCII, with which the list is encoded', ['b\tc', 'ü'], null],
])('%s', (_, values, unsendable) => {
  expect(unsendableValue(values)).toBe(unsendable)
})
