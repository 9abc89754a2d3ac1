import fc from 'fast-check'
import { expect, test } from 'vitest'
import { causeLabel } from '../../../src/messages/causes/cause-label.ts'
import { describeDifference, findDifference } from '../../../src/messages/causes/describe-difference.ts'
import { explainStep } from '../../../src/messages/explain-step.ts'
import { changeName } from '../../../src/messages/names/describe-instruction.ts'
import { sketchPlan } from '../../support/plan.ts'

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

const instructionChange = (before: string, after: string) =>
  changeName({ kind: 'instruction', change: 'text', before, after })

test('white space alone is said to have changed: marked, the two texts would look the same', () => {
  expect(instructionChange('RUN <<E\na=1\nb=2\nE', 'RUN <<E\na=1\r\nb=2\r\nE')).toBe('line endings')
  expect(instructionChange('RUN a \\\n  && b', 'RUN a \\\n\t&& b')).toBe('white space')
  expect(instructionChange('RUN make', 'RUN make test')).toBe('text')
  const step = {
    line: 2,
    text: 'RUN <<E\na=1\r\nE',
    status: 'rebuilt',
    causes: [{ kind: 'instruction', change: 'text', before: 'RUN <<E\na=1\nE', after: 'RUN <<E\na=1\r\nE' }],
  } as const
  const plan = sketchPlan({ steps: [step] })
  expect(explainStep(plan.steps[0]!, plan).why).toBe('Re-runs because only line endings changed in the instruction.')
  expect(causeLabel(plan.steps[0]!, plan)).toBe('only line endings changed')
})
