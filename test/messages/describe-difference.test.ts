import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeDifference, findDifference } from '../../src/messages/describe-difference.ts'

test('what was taken out and what came in is marked in whole words', () => {
  expect(describeDifference('COPY src /app', 'COPY lib /app')).toBe('COPY [-src-]{+lib+} /app')
  expect(describeDifference('RUN make', 'RUN make test')).toBe('RUN make{+ test+}')
  expect(describeDifference('RUN go build ./x', 'RUN go build -v ./x')).toBe('RUN go build {+-v+} ./x')
  expect(describeDifference('RUN make (as a)', 'RUN make (as b)')).toBe('RUN make (as [-a-]{+b+})')
  expect(describeDifference('FROM node:20 AS a', 'FROM node:22 AS a')).toBe('FROM [-node:20-]{+node:22+} AS a')
})

test('the parts always give both texts back', () => {
  const words = fc.array(fc.constantFrom('a', 'b', ' ', '  ', '\n', 'src')).map((parts) => parts.join(''))
  fc.assert(
    fc.property(words, words, (before, after) => {
      const difference = findDifference(before, after)
      const join = (side: typeof difference.before) => side.start + side.changed + side.end
      expect([join(difference.before), join(difference.after)]).toEqual([before, after])
    }),
  )
})
