import { expect, it } from 'vitest'
import { featuresOf } from '../../../src/dockerfile/frontend/frontend-features.ts'
import { checkDuration, durationMilliseconds } from '../../../src/dockerfile/values/duration.ts'

const builtin = featuresOf({ version: 19, labs: false })

it.each([
  ['', 0],
  ['0', 0],
  ['-0', 0],
  ['0.5ns', 0],
  ['1ms1ns', 1.000001],
  ['1.s', 1000],
  ['1m30.5s', 90500],
])('a duration of %j', (text, milliseconds) => {
  expect(() => checkDuration('interval', text, builtin)).not.toThrow()
  expect(durationMilliseconds(text)).toBeCloseTo(milliseconds, 9)
})

it.each(['10', '1d', '.s', '1e3s', '1 s', '999us', '-1s', '2562048h'])('%j is none', (text) => {
  expect(() => checkDuration('interval', text, builtin)).toThrow(/invalid duration|cannot be less than 1ms/)
})

it('before 1.5, nothing was no duration', () => {
  expect(() => checkDuration('interval', '0s', featuresOf({ version: 5, labs: false }))).not.toThrow()
  expect(() => checkDuration('interval', '0s', featuresOf({ version: 4, labs: false }))).toThrow(
    'cannot be less than 1ms',
  )
})
