import { expect, test } from 'vitest'
import { remember } from '../../../src/workbench/display/memoize.ts'

test('the same values are not computed twice, new ones are', () => {
  let computed = 0
  const sum = remember((numbers: readonly number[], more: number) => {
    computed++
    return { total: numbers.reduce((all, one) => all + one, more) }
  })
  const numbers = [1, 2]
  const first = sum(numbers, 1)
  expect(sum(numbers, 1)).toBe(first)
  expect(sum(numbers, 2)).toEqual({ total: 5 })
  expect(sum(numbers, 1)).toBe(first)
  expect(sum([1, 2], 1)).not.toBe(first)
  expect(computed).toBe(3)
})
