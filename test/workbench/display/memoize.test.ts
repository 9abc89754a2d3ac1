import { expect, test } from 'vitest'
import { memoize } from '../../../src/workbench/display/memoize.ts'

test('the same inputs are not computed twice, new ones are', () => {
  let computed = 0
  const sum = memoize(({ numbers, more }: { readonly numbers: readonly number[]; readonly more: number }) => {
    computed++
    return { total: numbers.reduce((all, one) => all + one, more) }
  })
  const numbers = [1, 2]
  const first = sum({ numbers, more: 1 })
  expect(sum({ more: 1, numbers })).toBe(first)
  expect(sum({ numbers, more: 2 })).toEqual({ total: 5 })
  expect(sum({ numbers, more: 1 })).toBe(first)
  expect(sum({ numbers: [1, 2], more: 1 })).not.toBe(first)
  expect(computed).toBe(3)
})

test('only the latest few answers are kept', () => {
  let computed = 0
  const square = memoize(({ of }: { readonly of: number }) => {
    computed++
    return of * of
  })
  for (const of of [1, 2, 3, 4]) square({ of })
  square({ of: 4 })
  expect(computed).toBe(4)
  expect([square({ of: 1 }), computed]).toEqual([1, 5])
})
