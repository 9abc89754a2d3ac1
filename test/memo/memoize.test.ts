import { expect, test } from 'vitest'
import { KeyedMemo, memoize, memoizeEach, memoizePairs } from '../../src/memo/memoize.ts'

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

test('an answer is kept for each object, and for each pair', () => {
  let computed = 0
  const a = { name: 'a' }
  const b = { name: 'b' }
  const nameOf = memoizeEach(({ name }: { readonly name: string }) => {
    computed++
    return name === 'a' ? undefined : name
  })
  expect([nameOf(a), nameOf(b), nameOf(a), nameOf(b)]).toEqual([undefined, 'b', undefined, 'b'])
  expect(computed).toBe(2)
  const joined = memoizePairs((left: typeof a, right: typeof b) => {
    computed++
    return left.name + right.name
  })
  expect([joined(a, b), joined(b, a), joined(a, b)]).toEqual(['ab', 'ba', 'ab'])
  expect(computed).toBe(4)
})

test('a keyed answer belongs to one object', () => {
  const memo = new KeyedMemo<object, number>()
  const [a, b] = [{}, {}]
  expect([memo.get(a, 'x', () => 1), memo.get(a, 'x', () => 2), memo.get(a, 'y', () => 3)]).toEqual([1, 1, 3])
  expect(memo.get(b, 'x', () => 4)).toBe(4)
})
