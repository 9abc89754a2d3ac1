import { describe, expect, it } from 'vitest'
import { before, edited, files } from '../node-project.ts'
import { causesByText, lastPlan, pointTo, type SmallBuild, stepWithText } from '../small-build.ts'

describe('through edits of the Dockerfile above it', () => {
  const causes = (plan: ReturnType<typeof lastPlan>, text: string) => stepWithText(plan, text).causes

  it('an instruction that was put in is new, and those behind it inherit that', () => {
    const plan = lastPlan(before, edited('RUN npm ci', 'RUN apt-get update\n  RUN npm ci'))
    const from = pointTo(stepWithText(plan, 'RUN apt-get update'))
    expect(causesByText(plan)).toEqual({
      'RUN apt-get update': [{ kind: 'new' }],
      'RUN npm ci': [{ kind: 'parent', from }],
      'COPY src ./src': [{ kind: 'parent', from }],
      'RUN npm run build': [{ kind: 'parent', from }],
    })
  })

  it('the step behind one that was taken out starts from another one', () => {
    const plan = lastPlan(before, edited('  RUN npm ci\n', ''))
    expect(causesByText(plan)).toEqual({
      'COPY src ./src': [
        {
          kind: 'instruction',
          change: 'place',
          text: 'COPY src ./src',
          before: ['RUN npm ci'],
          after: ['COPY package.json /'],
        },
      ],
      'RUN npm run build': [{ kind: 'parent', from: pointTo(stepWithText(plan, 'COPY src ./src')) }],
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
          change: 'place',
          text: 'COPY f /f',
          before: [],
          after: ['FROM alpine:latest'],
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
      { kind: 'instruction', change: 'place', text: 'RUN b', before: ['FROM node:22'], after: ['FROM node:24'] },
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
      note: { kind: 'not-built-on', step: pointTo(stepWithText(plan, 'COPY f /f')) },
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
        change: 'place',
        text: 'RUN make',
        before: ['WORKDIR /a', 'WORKDIR /a'],
        after: ['WORKDIR /a', 'FROM alpine:latest'],
      },
    ])
  })

  it('a moved instruction is known again', () => {
    const plan = lastPlan(before, edited('  RUN npm ci\n  COPY src ./src\n', '  COPY src ./src\n  RUN npm ci\n'))
    expect(causes(plan, 'COPY src ./src')).toMatchObject([
      { kind: 'instruction', change: 'place', text: 'COPY src ./src', after: ['COPY package.json /'] },
    ])
    expect(causes(plan, 'RUN npm ci')).toEqual([
      { kind: 'parent', from: pointTo(stepWithText(plan, 'COPY src ./src')) },
    ])
  })

  it('an edit is told apart from an insertion beside it', () => {
    const plan = lastPlan(before, edited('RUN npm ci', 'RUN echo hello\n  RUN npm ci --omit=dev'))
    expect(causes(plan, 'RUN echo hello')).toEqual([{ kind: 'new' }])
    expect(causes(plan, 'RUN npm ci --omit=dev')).toEqual([
      { kind: 'instruction', change: 'text', before: 'RUN npm ci', after: 'RUN npm ci --omit=dev' },
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
      'RUN npm ci --omit=dev': [
        { kind: 'instruction', change: 'text', before: 'RUN npm ci', after: 'RUN npm ci --omit=dev' },
      ],
      'COPY --from=modules /node_modules /node_modules': [
        { kind: 'input', from: pointTo(stepWithText(plan, 'RUN npm ci --omit=dev')) },
      ],
    })
  })

  it('a short stage that got another name, and one that got a name, are the same ones', () => {
    const short = (name: string, command: string): SmallBuild => ({
      dockerfile: `FROM alpine${name}\nRUN ${command}\n`,
    })
    const changed = { 'RUN two': [{ kind: 'instruction', change: 'text', before: 'RUN one', after: 'RUN two' }] }
    expect(causesByText(lastPlan(short(' AS a', 'one'), short(' AS b', 'two')))).toEqual(changed)
    expect(causesByText(lastPlan(short('', 'one'), short(' AS app', 'two')))).toEqual(changed)
  })

  it('a step behind a copy that depends on a stage inherits from that copy', () => {
    const plan = lastPlan(staged('deps'), staged('deps', ' --omit=dev'))
    const copy = stepWithText(plan, 'COPY --from=deps /node_modules /node_modules')
    expect(copy.status).toBe('depends')
    expect(stepWithText(plan, 'RUN npm start')).toMatchObject({
      status: 'depends',
      causes: [{ kind: 'parent', from: pointTo(copy) }],
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
      'COPY b/f /f': [{ kind: 'instruction', change: 'text', before: 'COPY a/f /f', after: 'COPY b/f /f' }],
    })
  })
})
