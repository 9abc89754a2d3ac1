import { describe, expect, it } from 'vitest'
import type { BuildOptions } from '../../src/cache/build-options.ts'
import { file, link } from '../context/tree.ts'
import { causesByText, lastPlan, type SmallBuild, stepWithText } from './small-build.ts'

const files = { 'src/a.ts': 'a', 'src/b.ts': 'b', 'package.json': '{}' }
const dockerfile = `
  FROM node:22
  ARG VERSION=1
  COPY package.json .
  RUN npm ci
  COPY src ./src
  RUN npm run build
`
const before: SmallBuild = { dockerfile, files }
const edited = (from: string, to: string): SmallBuild => ({ ...before, dockerfile: dockerfile.replace(from, to) })

describe('why a step re-runs', () => {
  it('files that it reads; what follows inherits it from there', () => {
    const plan = lastPlan(before, {
      ...before,
      files: { ...files, 'src/a.ts': 'edited', 'src/b.ts': file('b', { mode: 0o755 }) },
    })
    const copy = stepWithText(plan, 'COPY src ./src').vertex
    expect(causesByText(plan)).toEqual({
      'COPY src ./src': [
        {
          kind: 'content',
          total: 2,
          files: [
            { path: 'src/a.ts', change: 'modified' },
            { path: 'src/b.ts', change: 'mode', before: '644', after: '755' },
          ],
        },
      ],
      'RUN npm run build': [{ kind: 'parent', vertex: copy }],
    })
  })

  it('its own instruction, before and after', () => {
    const plan = lastPlan(before, edited('npm run build', 'npm run build -- --fast'))
    expect(causesByText(plan)).toEqual({
      'RUN npm run build -- --fast': [
        { kind: 'instruction', before: 'RUN npm run build', after: 'RUN npm run build -- --fast' },
      ],
    })
  })

  it('not a spelling that comes to the same, not even while another change re-runs the step', () => {
    const respelled = edited('COPY src ./src', 'COPY  ./src/   "./src"')
    expect(causesByText(lastPlan(before, respelled))).toEqual({})
    const plan = lastPlan(before, { ...respelled, files: { ...files, 'package.json': '{"a":1}' } })
    expect(stepWithText(plan, 'COPY  ./src/   "./src"').causes).toEqual([
      { kind: 'parent', vertex: stepWithText(plan, 'COPY package.json .').vertex },
    ])
  })

  it('a variable of its environment, with both values', () => {
    const plan = lastPlan(before, { ...before, options: { buildArgs: { VERSION: '2' } } })
    const argument = { kind: 'argument', name: 'VERSION', before: '1', after: '2' }
    expect(causesByText(plan)).toMatchObject({ 'RUN npm ci': [argument], 'RUN npm run build': [argument] })
    // COPY has no environment.
    expect(stepWithText(plan, 'COPY src ./src').causes).toEqual([
      { kind: 'parent', vertex: stepWithText(plan, 'RUN npm ci').vertex },
    ])
  })

  it('a variable that is new, or no longer there', () => {
    const without = edited('ARG VERSION=1', 'ARG VERSION')
    expect(causesByText(lastPlan(without, before))).toMatchObject({
      'RUN npm ci': [{ kind: 'argument', name: 'VERSION', before: null, after: '1' }],
    })
    expect(causesByText(lastPlan(before, without))).toMatchObject({
      'RUN npm ci': [{ kind: 'argument', name: 'VERSION', before: '1', after: null }],
    })
  })

  it('the order of its variables, where only that changed', () => {
    const two = (first: string, second: string) =>
      edited('ARG VERSION=1', `ENV ${first}\nENV ${second}`.replace('\n', '\n  '))
    expect(causesByText(lastPlan(two('A=1', 'B=2'), two('B=2', 'A=1')))).toMatchObject({
      'RUN npm ci': [
        {
          kind: 'instruction',
          before: 'RUN npm ci (variables in this order: A B)',
          after: 'RUN npm ci (variables in this order: B A)',
        },
      ],
    })
  })

  it('user and directory around it', () => {
    const plan = lastPlan(before, edited('RUN npm run build', 'USER node\n  RUN npm run build'))
    expect(causesByText(plan)).toEqual({
      'RUN npm run build': [{ kind: 'instruction', before: 'RUN npm run build', after: 'RUN npm run build (as node)' }],
    })
  })

  it('a build option in its key', () => {
    const plan = lastPlan(before, { ...before, options: { network: 'none' } })
    expect(causesByText(plan)['RUN npm ci']).toEqual([
      { kind: 'argument', name: '--network', before: null, after: 'none' },
    ])
  })

  it('another base image behind the same name', () => {
    const ref = 'docker.io/library/node:22'
    const plan = lastPlan(
      { ...before, images: { [ref]: 'sha256:old' } },
      { ...before, images: { [ref]: 'sha256:new' } },
    )
    const from = stepWithText(plan, 'FROM node:22')
    expect(from.causes).toEqual([{ kind: 'base', ref, before: 'sha256:old', after: 'sha256:new' }])
    expect(stepWithText(plan, 'COPY package.json .').causes).toEqual([{ kind: 'parent', vertex: from.vertex }])
  })

  it('another base image by name', () => {
    const plan = lastPlan(before, edited('node:22', 'node:24'))
    expect(stepWithText(plan, 'FROM node:24').causes).toEqual([
      { kind: 'instruction', before: 'FROM node:22', after: 'FROM node:24' },
    ])
  })

  it('--no-cache', () => {
    const plan = lastPlan(before, { ...before, options: { noCache: true } })
    expect(stepWithText(plan, 'RUN npm ci').causes).toEqual([{ kind: 'forced', option: '--no-cache' }])
  })

  it('nothing was ever built', () => {
    const plan = lastPlan(before)
    expect(Object.values(causesByText(plan)).flat()).toEqual(Array.from({ length: 4 }, () => ({ kind: 'new' })))
  })

  it('a file that is not there', () => {
    const plan = lastPlan(before, { ...before, files: { 'package.json': '{}' } })
    expect(stepWithText(plan, 'COPY src ./src').causes).toEqual([{ kind: 'error', message: '"/src": not found' }])
  })

  it('nothing, after a revert', () => {
    expect(causesByText(lastPlan(before, edited('npm ci', 'npm install'), before))).toEqual({})
  })
})

describe('through edits of the Dockerfile above it', () => {
  const causes = (plan: ReturnType<typeof lastPlan>, text: string) => stepWithText(plan, text).causes

  it('an instruction that was put in is new, and those behind it inherit that', () => {
    const plan = lastPlan(before, edited('RUN npm ci', 'RUN apt-get update\n  RUN npm ci'))
    const { vertex } = stepWithText(plan, 'RUN apt-get update')
    expect(causesByText(plan)).toEqual({
      'RUN apt-get update': [{ kind: 'new' }],
      'RUN npm ci': [{ kind: 'parent', vertex }],
      'COPY src ./src': [{ kind: 'parent', vertex }],
      'RUN npm run build': [{ kind: 'parent', vertex }],
    })
  })

  it('the step behind one that was taken out starts from another one', () => {
    const plan = lastPlan(before, edited('  RUN npm ci\n', ''))
    expect(causesByText(plan)).toEqual({
      'COPY src ./src': [
        {
          kind: 'instruction',
          before: 'COPY src /src (after RUN npm ci)',
          after: 'COPY src /src (after COPY package.json /)',
        },
      ],
      'RUN npm run build': [{ kind: 'parent', vertex: stepWithText(plan, 'COPY src ./src').vertex }],
    })
  })

  it('a stage that stood on nothing stands on an image now', () => {
    const plan = lastPlan(
      { dockerfile: 'FROM scratch\nCOPY f /f\n', files: { f: '1' } },
      { dockerfile: 'FROM alpine\nCOPY f /f\n', files: { f: '1' } },
    )
    expect(causesByText(plan)).toEqual({
      'COPY f /f': [
        {
          kind: 'instruction',
          before: 'COPY f /f (after nothing)',
          after: 'COPY f /f (after FROM alpine:latest)',
        },
      ],
    })
  })

  it('a base image that was built on before, in another stage', () => {
    const on = (base: string): SmallBuild => ({
      dockerfile: `FROM node:24 AS a\nRUN a\nFROM ${base}\nRUN b\nCOPY --from=a /a /a\n`,
    })
    const images = { 'docker.io/library/node:24': 'sha256:24', 'docker.io/library/node:22': 'sha256:22' }
    const plan = lastPlan({ ...on('node:22'), images }, { ...on('node:24'), images })
    expect(causes(plan, 'RUN b')).toEqual([
      { kind: 'instruction', before: 'RUN b (after FROM node:22)', after: 'RUN b (after FROM node:24)' },
    ])
  })

  it('a step above that went back to what was built once, but never with this one on it', () => {
    const built = (text: string, command: string): SmallBuild => ({
      dockerfile: `FROM alpine\nCOPY f /f\nRUN ${command}\n`,
      files: { f: text },
    })
    const plan = lastPlan(built('1', 'make'), built('22', 'make all'), built('1', 'make all'))
    expect(stepWithText(plan, 'RUN make all')).toMatchObject({
      causes: [{ kind: 'new' }],
      note: `It was never built on what ${stepWithText(plan, 'COPY f /f').vertex} is now, although that is cached.`,
    })
  })

  it('an equal step of another stage is asked for', () => {
    const twins: SmallBuild = {
      dockerfile:
        'FROM alpine AS a\nRUN make\nFROM alpine AS b\nRUN make\nRUN b\nFROM alpine\nCOPY --from=a /a /a\nCOPY --from=b /b /b\n',
    }
    const plan = lastPlan(twins, { ...twins, options: { noCacheFilter: ['a'] } })
    const forced = [{ kind: 'forced', option: '--no-cache-filter=a' }]
    const made = plan.steps.filter(({ text }) => text === 'RUN make')
    expect(made.map((step) => step.causes)).toEqual([forced, forced])
  })

  it('one of two equal steps above it is gone', () => {
    const twice: SmallBuild = { dockerfile: 'FROM alpine\nWORKDIR /a\nWORKDIR .\nRUN make\n' }
    const plan = lastPlan(twice, { dockerfile: 'FROM alpine\nWORKDIR /a\nRUN make\n' })
    expect(causes(plan, 'RUN make')).toEqual([
      {
        kind: 'instruction',
        before: 'RUN make (in /a) (after WORKDIR /a, after WORKDIR /a)',
        after: 'RUN make (in /a) (after WORKDIR /a, after FROM alpine:latest)',
      },
    ])
  })

  it('a moved instruction is known again', () => {
    const plan = lastPlan(before, edited('  RUN npm ci\n  COPY src ./src\n', '  COPY src ./src\n  RUN npm ci\n'))
    expect(causes(plan, 'COPY src ./src')).toMatchObject([
      { kind: 'instruction', after: 'COPY src /src (after COPY package.json /)' },
    ])
    expect(causes(plan, 'RUN npm ci')).toEqual([
      { kind: 'parent', vertex: stepWithText(plan, 'COPY src ./src').vertex },
    ])
  })

  it('an edit is told apart from an insertion beside it', () => {
    const plan = lastPlan(before, edited('RUN npm ci', 'RUN echo hello\n  RUN npm ci --omit=dev'))
    expect(causes(plan, 'RUN echo hello')).toEqual([{ kind: 'new' }])
    expect(causes(plan, 'RUN npm ci --omit=dev')).toEqual([
      { kind: 'instruction', before: 'RUN npm ci', after: 'RUN npm ci --omit=dev' },
    ])
  })

  it('a changed file is told although an instruction was put in above', () => {
    const plan = lastPlan(before, {
      ...edited('RUN npm ci', 'RUN apt-get update\n  RUN npm ci'),
      files: { ...files, 'src/a.ts': 'edited' },
    })
    expect(causes(plan, 'COPY src ./src')).toEqual([
      { kind: 'content', total: 1, files: [{ path: 'src/a.ts', change: 'modified' }] },
    ])
  })

  const staged = (name: string, extra = '') => ({
    files,
    dockerfile: `
      FROM node:22 AS ${name}
      COPY package.json .
      RUN npm ci${extra}

      FROM node:22
      COPY --from=${name} /node_modules /node_modules
      COPY src /src
      RUN npm start
    `,
  })

  it('a renamed stage is the same one', () => {
    expect(causesByText(lastPlan(staged('deps'), staged('modules')))).toEqual({})
    const plan = lastPlan(staged('deps'), staged('modules', ' --omit=dev'))
    expect(causesByText(plan)).toMatchObject({
      'RUN npm ci --omit=dev': [{ kind: 'instruction', before: 'RUN npm ci', after: 'RUN npm ci --omit=dev' }],
      'COPY --from=modules /node_modules /node_modules': [
        { kind: 'input', vertex: stepWithText(plan, 'RUN npm ci --omit=dev').vertex },
      ],
    })
  })

  it('a step behind a copy that depends on a stage inherits from that copy', () => {
    const plan = lastPlan(staged('deps'), staged('deps', ' --omit=dev'))
    const copy = stepWithText(plan, 'COPY --from=deps /node_modules /node_modules')
    expect(copy.status).toBe('depends')
    expect(stepWithText(plan, 'RUN npm start')).toMatchObject({
      status: 'depends',
      causes: [{ kind: 'parent', vertex: copy.vertex }],
    })
  })

  it('a stage put in before an unnamed one does not make that a new one', () => {
    const one = 'FROM node:22\nCOPY package.json .\nRUN npm ci\n'
    const two = `FROM alpine AS tools\nRUN apk add curl\n\n${one}COPY --from=tools /usr/bin/curl /curl\n`
    const plan = lastPlan({ files, dockerfile: one }, { files, dockerfile: two })
    expect(Object.keys(causesByText(plan))).toEqual(['RUN apk add curl', 'COPY --from=tools /usr/bin/curl /curl'])
  })

  it('a source that the instruction now names elsewhere is the instruction’s doing', () => {
    const two = (source: string): SmallBuild => ({
      files: { 'a/f': '1', 'b/f': '2' },
      dockerfile: `FROM alpine\nCOPY ${source} /f\n`,
    })
    expect(causesByText(lastPlan(two('a/f'), two('b/f')))).toEqual({
      'COPY b/f /f': [{ kind: 'instruction', before: 'COPY a/f /f', after: 'COPY b/f /f' }],
    })
  })
})

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
    expect(stepWithText(plan, 'RUN npm test').causes).toEqual([{ kind: 'parent', vertex: copy.vertex }])
  })

  it('although a build stopped in front of it since', () => {
    const without = targets({ target: 'build' }, { 'package.json': '{}' })
    const plan = lastPlan(targets({ target: 'build' }), without, targets({ target: 'build' }, edited))
    const copy = stepWithText(plan, 'COPY src /src')
    expect(copy.causes).toEqual([changed])
    expect(stepWithText(plan, 'RUN npm run build').causes).toEqual([{ kind: 'parent', vertex: copy.vertex }])
  })

  it('a step that only a build had which stopped in front of it is new', () => {
    const without = targets({ target: 'build' }, { 'package.json': '{}' })
    const plan = lastPlan(without, targets({ target: 'build' }))
    expect(stepWithText(plan, 'COPY src /src').causes).toEqual([{ kind: 'new' }])
  })
})

it('another builder has a cache of its own: all is new to it', () => {
  const plan = lastPlan(before, { ...before, rules: { builder: 'legacy' } })
  const written = plan.steps.filter(({ instruction }) => instruction !== 'FROM')
  expect(written.map(({ causes }) => causes)).toEqual(written.map(() => [{ kind: 'new' }]))
})

describe('conditions of the whole build', () => {
  it('another platform', () => {
    const plan = lastPlan(before, { ...before, options: { platform: 'linux/arm64' } })
    expect(causesByText(plan)['RUN npm ci']).toEqual([
      { kind: 'argument', name: '--platform', before: 'linux/amd64', after: 'linux/arm64' },
    ])
    expect(causesByText(lastPlan(before, { ...before, options: { platform: 'linux/amd64' } }))).toEqual({})
  })

  it('another front end', () => {
    const plan = lastPlan(before, { ...before, rules: { frontend: { version: 4, labs: false } } })
    const run = stepWithText(plan, 'RUN npm ci')
    expect(run.causes).toEqual([
      { kind: 'argument', name: '--frontend', before: 'built-in 1.19', after: 'built-in 1.4' },
    ])
    expect(stepWithText(plan, 'COPY src ./src').causes).toEqual([{ kind: 'parent', vertex: run.vertex }])
  })

  it('SOURCE_DATE_EPOCH, which WORKDIR carries', () => {
    const dated = (buildArgs: Readonly<Record<string, string>>): SmallBuild => ({
      dockerfile: 'FROM alpine\nWORKDIR /app\nRUN make\n',
      options: { buildArgs },
    })
    const plan = lastPlan(dated({}), dated({ SOURCE_DATE_EPOCH: '5' }))
    expect(stepWithText(plan, 'WORKDIR /app').causes).toEqual([
      { kind: 'argument', name: 'SOURCE_DATE_EPOCH', before: null, after: '5' },
    ])
  })
})

describe('what it takes files from', () => {
  const staged = (...steps: readonly string[]): SmallBuild => ({
    files,
    dockerfile: `FROM node:22 AS a\n${steps.join('\n')}\n\nFROM node:22\nCOPY --from=a /x /x\nRUN npm start\n`,
  })

  it('a stage that lost its last step is another source', () => {
    const plan = lastPlan(staged('RUN one', 'RUN two'), staged('RUN one'))
    expect(causesByText(plan)).toMatchObject({
      'COPY --from=a /x /x': [{ kind: 'input', vertex: stepWithText(plan, 'RUN one').vertex }],
    })
  })

  it('two stages that may come out otherwise, and the step above it that copies from the first', () => {
    const copies = (one: string, two: string): SmallBuild => ({
      dockerfile: `
        FROM alpine AS a
        RUN ${one}
        FROM alpine AS b
        RUN ${two}
        FROM alpine
        COPY --from=a /x /x
        RUN --mount=from=a,target=/a --mount=from=b,target=/b make
      `,
    })
    const plan = lastPlan(copies('one', 'two'), copies('one more', 'two more'))
    const [a, b] = [stepWithText(plan, 'RUN one more'), stepWithText(plan, 'RUN two more')]
    const copy = stepWithText(plan, 'COPY --from=a /x /x')
    expect(copy.causes).toEqual([{ kind: 'input', vertex: a.vertex }])
    const run = plan.steps.at(-1)!
    expect(run.causes).toEqual([
      { kind: 'parent', vertex: copy.vertex },
      { kind: 'input', vertex: a.vertex },
      { kind: 'input', vertex: b.vertex },
    ])
    expect(run.note).toBe(
      `Stays cached if ${copy.vertex} does and what it takes of ${a.vertex} and ${b.vertex} comes out equal; re-runs if not.`,
    )
  })

  it('a download, of which only the server can tell whether it is the same', () => {
    const added: SmallBuild = { dockerfile: 'FROM alpine\nADD https://example.test/a /a\n' }
    expect(causesByText(lastPlan(added, added))).toEqual({
      'ADD https://example.test/a /a': [{ kind: 'input', vertex: 'https://example.test/a' }],
    })
  })

  it('a source that is a link to another place now: the link, not the files at the two places', () => {
    const linked = (target: string): SmallBuild => ({
      dockerfile: 'FROM alpine\nCOPY l /l\n',
      files: { l: link(target), x: '1', y: '22' },
    })
    expect(causesByText(lastPlan(linked('x'), linked('y')))).toEqual({
      'COPY l /l': [{ kind: 'content', total: 1, files: [{ path: 'l', change: 'target' }] }],
    })
  })

  it('files that moved and hold the same are no reason beside another one', () => {
    const copy = (source: string, extra: string): SmallBuild => ({
      files: { 'a/f': '1', 'b/f': '1' },
      dockerfile: `FROM alpine\nRUN make${extra}\nCOPY ${source} /f\n`,
    })
    expect(causesByText(lastPlan(copy('a/f', ''), copy('b/f', '')))).toEqual({})
    const plan = lastPlan(copy('a/f', ''), copy('b/f', ' all'))
    expect(stepWithText(plan, 'COPY b/f /f').causes).toEqual([
      { kind: 'parent', vertex: stepWithText(plan, 'RUN make all').vertex },
    ])
  })
})

describe('in the classic builder', () => {
  const legacy = (dockerfile: string, contents: SmallBuild['files'] = files): SmallBuild => ({
    dockerfile,
    files: contents ?? {},
    rules: { builder: 'legacy' },
  })

  it('nothing was ever built: every step is new', () => {
    const plan = lastPlan(legacy('FROM node:22\nCOPY package.json /\nRUN npm ci\nFROM node:22\nCOPY --from=0 /x /x\n'))
    expect(Object.values(causesByText(plan)).flat()).toEqual(Array.from({ length: 3 }, () => ({ kind: 'new' })))
  })

  it('an ADD that was a COPY was edited', () => {
    const plan = lastPlan(legacy('FROM node:22\nCOPY src /s\n'), legacy('FROM node:22\nADD src /s\n'))
    expect(stepWithText(plan, 'ADD src /s').causes).toEqual([
      { kind: 'instruction', before: 'COPY src /s', after: 'ADD src /s' },
    ])
  })

  it('a second name of a file that became a file of its own', () => {
    const copied = 'FROM node:22\nCOPY a /a\nCOPY b /b\n'
    const one = { a: file('1', { inode: '1:1' }), b: file('1', { inode: '1:1' }) }
    const plan = lastPlan(legacy(copied, one), legacy(copied, { a: file('1'), b: file('1') }))
    expect(causesByText(plan)).toEqual({
      'COPY b /b': [{ kind: 'content', total: 1, files: [{ path: 'b', change: 'type' }] }],
    })
  })

  it('a file behind a link in a copied directory, and no other that changed', () => {
    const copied = 'FROM node:22\nCOPY d /d\n'
    const linked = (text: string) => ({ 'd/l': link('/e/f'), 'e/f': text, 'e/g': text })
    expect(causesByText(lastPlan(legacy(copied, linked('1')), legacy(copied, linked('22'))))).toEqual({
      'COPY d /d': [{ kind: 'content', total: 1, files: [{ path: 'e/f', change: 'modified' }] }],
    })
  })

  it('a trigger below FROM tells its own reason', () => {
    const triggered = 'FROM node:22 AS base\nONBUILD COPY src /s\nFROM base\nRUN make\n'
    const plan = lastPlan(legacy(triggered), legacy(triggered, { ...files, 'src/a.ts': 'edited' }))
    const from = stepWithText(plan, 'FROM base')
    expect(from.causes).toEqual([{ kind: 'content', total: 1, files: [{ path: 'src/a.ts', change: 'modified' }] }])
    expect(stepWithText(plan, 'RUN make').causes).toEqual([{ kind: 'parent', vertex: from.vertex }])
  })

  it('another image that it copies from', () => {
    const copied = (layer: string): SmallBuild => ({
      ...legacy('FROM alpine\nCOPY --from=tools /x /x\n'),
      images: { 'docker.io/library/alpine:latest': 'sha256:a', 'docker.io/library/tools:latest': layer },
    })
    const plan = lastPlan(copied('sha256:old'), copied('sha256:new'))
    expect(stepWithText(plan, 'COPY --from=tools /x /x').causes).toEqual([
      { kind: 'input', vertex: 'FROM docker.io/library/tools:latest' },
    ])
  })
})

it('a file that is only ignored now counts as removed, and the note says which line leaves it out', () => {
  const copied: SmallBuild = { dockerfile: 'FROM alpine\nCOPY src /src\n', files: { 'src/a.ts': 'a', 'src/b.md': 'b' } }
  const plan = lastPlan(copied, { ...copied, files: { 'src/a.ts': 'a' }, ignore: '# docs\n**/*.md\n' })
  expect(stepWithText(plan, 'COPY src /src')).toMatchObject({
    causes: [{ kind: 'content', total: 1, files: [{ path: 'src/b.md', change: 'removed' }] }],
    note: 'src/b.md is not sent: line 2 of the ignore file (**/*.md) leaves it out.',
  })
})
