import { describe, expect, it } from 'vitest'
import type { BuildOptions } from '../../../src/cache/model/build-options.ts'
import { lastPlan, pointTo, type SmallBuild, stepWithText } from '../small-build.ts'

const files = { 'src/a.ts': 'a', 'src/b.ts': 'b', 'package.json': '{}' }

describe.each(['overlay2', 'legacy'] as const)('compared with the last build that had the step (%s)', (builder) => {
  const targets = (options: Partial<BuildOptions>, contents: NonNullable<SmallBuild['files']> = files): SmallBuild => ({
    files: contents,
    options,
    rules: { builder },
    dockerfile: `
      FROM node:22 AS build
      COPY package.json /
      COPY src /src
      RUN npm run build

      FROM node:22 AS test
      COPY src /tests
      RUN npm test

      FROM node:22 AS lint
      RUN npm run lint
    `,
  })
  const edited = { ...files, 'src/a.ts': 'edited' }
  const changed = { kind: 'content', total: 1, files: [{ path: 'src/a.ts', change: 'modified' }] }

  it('although builds of other targets left it out since', () => {
    const others = [targets({ target: 'build' }), targets({ target: 'lint' })]
    const plan = lastPlan(targets({ target: 'test' }), ...others, targets({ target: 'test' }, edited))
    const copy = stepWithText(plan, 'COPY src /tests')
    expect(copy.causes).toEqual([changed])
    expect(stepWithText(plan, 'RUN npm test').causes).toEqual([{ kind: 'parent', from: pointTo(copy) }])
  })

  it('although a build stopped in front of it since', () => {
    const without = targets({ target: 'build' }, { 'package.json': '{}' })
    const plan = lastPlan(targets({ target: 'build' }), without, targets({ target: 'build' }, edited))
    const copy = stepWithText(plan, 'COPY src /src')
    expect(copy.causes).toEqual([changed])
    expect(stepWithText(plan, 'RUN npm run build').causes).toEqual([{ kind: 'parent', from: pointTo(copy) }])
  })

  it('a step that only a build had which stopped in front of it is new', () => {
    const without = targets({ target: 'build' }, { 'package.json': '{}' })
    const plan = lastPlan(without, targets({ target: 'build' }))
    expect(stepWithText(plan, 'COPY src /src').causes).toEqual([{ kind: 'new' }])
  })
})

describe('compared with what is in the cache, where a step goes back to what it was', () => {
  const built = (contents: NonNullable<SmallBuild['files']>, first = 'one', second = 'two'): SmallBuild => ({
    files: { ...files, ...contents },
    dockerfile: `FROM alpine\nCOPY package.json /\nCOPY src /src\nRUN ${first}\nRUN ${second}\n`,
  })
  const branch = { 'package.json': '{"b":1}', 'src/a.ts': 'branch', 'src/b.ts': 'branch' }

  it('a branch that is left again: only what was edited since', () => {
    const plan = lastPlan(built({}), built(branch), built({ 'src/a.ts': 'edited' }))
    expect(stepWithText(plan, 'COPY package.json /').status).toBe('cached')
    expect(stepWithText(plan, 'COPY src /src').causes).toEqual([
      { kind: 'content', total: 1, files: [{ path: 'src/a.ts', change: 'modified' }] },
    ])
  })

  it('a command that is what it was once: the step above it', () => {
    const plan = lastPlan(built({}), built({}, 'one', 'two more'), built({}, 'one more', 'two'))
    const from = pointTo(stepWithText(plan, 'RUN one more'))
    expect(stepWithText(plan, 'RUN two').causes).toEqual([{ kind: 'parent', from }])
  })

  it('not where it stands as the last build had it: then it is what is below it that went back', () => {
    const both = built({ 'package.json': '{"b":1}', 'src/a.ts': 'edited' })
    const plan = lastPlan(built({}), both, built({ 'src/a.ts': 'edited' }))
    expect(stepWithText(plan, 'COPY src /src')).toMatchObject({
      causes: [{ kind: 'new' }],
      note: { kind: 'not-built-on', step: pointTo(stepWithText(plan, 'COPY package.json /')) },
    })
  })
})

it('another builder has a cache of its own: all is new to it', () => {
  const before: SmallBuild = { files, dockerfile: 'FROM node:22\nARG VERSION=1\nCOPY package.json .\nRUN npm ci\n' }
  const plan = lastPlan(before, { ...before, rules: { builder: 'legacy' } })
  const written = plan.steps.filter(({ instruction }) => instruction !== 'FROM')
  expect(written.map(({ causes }) => causes)).toEqual(written.map(() => [{ kind: 'new' }]))
})

describe('stages with equal lines, built in turn', () => {
  const dockerfile = (['dev', 'prod'] as const)
    .map((name) => `FROM alpine AS ${name}\nENV MODE=${name}\nARG REV=1\nRUN npm ci\nRUN make\n`)
    .join('')
  const target = (name: string, buildArgs: Readonly<Record<string, string>> = {}): SmallBuild => ({
    dockerfile,
    options: { target: name, buildArgs },
  })

  it('are compared with their own last build', () => {
    const plan = lastPlan(target('prod'), target('dev'), target('prod', { REV: '2' }))
    expect(stepWithText(plan, 'RUN npm ci').causes).toEqual([
      { kind: 'argument', name: 'REV', before: '1', after: '2' },
    ])
  })

  it('are new where only the other one was built', () => {
    expect(stepWithText(lastPlan(target('prod'), target('dev')), 'RUN npm ci').causes).toEqual([{ kind: 'new' }])
  })
})

describe('two Dockerfiles, built in turn', () => {
  const role = (path: string, revision = '1'): SmallBuild => ({
    path,
    dockerfile: `FROM alpine\nENV ROLE=${path}\nARG REV=${revision}\nRUN make\n`,
  })

  it('are compared with their own last build', () => {
    const plan = lastPlan(role('web.Dockerfile'), role('worker.Dockerfile'), role('web.Dockerfile', '2'))
    expect(stepWithText(plan, 'RUN make').causes).toEqual([{ kind: 'argument', name: 'REV', before: '1', after: '2' }])
  })

  it('with any, where one of this name was never built: it may have been renamed', () => {
    const renamed = { ...role('web.Dockerfile', '2'), path: 'Dockerfile.web' }
    expect(stepWithText(lastPlan(role('web.Dockerfile'), renamed), 'RUN make').causes).toEqual([
      { kind: 'argument', name: 'REV', before: '1', after: '2' },
    ])
  })
})
