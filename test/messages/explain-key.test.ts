import { expect, test } from 'vitest'
import { emptyBuilder } from '../../src/cache/model/builder-state.ts'
import { explainStep } from '../../src/messages/explain-step.ts'
import { build, lastPlan, type SmallBuild, stepWithText } from '../cache/small-build.ts'

const keyOf = (dockerfile: string, text: string) => {
  const { plan } = build({ dockerfile, files: { a: '1' } }, emptyBuilder)
  return explainStep(stepWithText(plan, text), plan).keyedBy
}

test('a RUN names its variables and its mounts, and what of them does not count', () => {
  const run = 'RUN --mount=type=secret,id=npmrc --mount=type=cache,target=/root/.npm npm ci'
  const key = keyOf(`FROM alpine\nENV A=1 B=2\n${run}\n`, run)
  expect(key).toContain('the command, 3 variables in their order (PATH, A, B), user, directory, shell')
  expect(key).toContain('that secret npmrc is mounted, and its options')
  expect(key).toContain('that a cache is mounted at /root/.npm')
  expect(key).toContain('These do not count: the value of secret npmrc, what the cache /root/.npm holds.')
})

test('a RUN without mounts does not speak of them', () => {
  const key = keyOf('FROM alpine\nRUN make\n', 'RUN make')
  expect(key).toContain('the variable PATH')
  expect(key).not.toContain('mount')
  expect(key).not.toContain('do not count')
})

test('a bind mount counts by its content', () => {
  const run = 'RUN --mount=type=bind,source=a,target=/a make'
  expect(keyOf(`FROM alpine\n${run}\n`, run)).toContain('the content of the bind mount a')
})

test('a copy names its sources', () => {
  expect(keyOf('FROM alpine\nCOPY --chown=1 a /a\n', 'COPY --chown=1 a /a')).toBe(
    'Makes a layer. Cached as long as these stay the same: contents and names of a, the destination, owner and mode, the step before.',
  )
})

test('behind an open download, what the URL holds decides', () => {
  const downloads: SmallBuild = {
    dockerfile: 'FROM alpine\nADD https://example.test/a /a\nADD https://example.test/b /b\n',
  }
  const plan = lastPlan(downloads, downloads)
  expect(explainStep(plan.steps[1]!, plan).why).toBe(
    'Known only during the build: stays cached if what https://example.test/a holds now is what was built before.',
  )
  expect(explainStep(plan.steps[2]!, plan).why).toBe(
    'Known only after line 2 has run: stays cached if line 2 stays cached or comes out the same and what https://example.test/b holds now is what was built before.',
  )
})
