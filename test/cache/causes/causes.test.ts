import { describe, expect, it } from 'vitest'
import { file } from '../../context/tree.ts'
import { before, edited, files } from '../node-project.ts'
import { causesByText, lastPlan, pointTo, type SmallBuild, stepWithText } from '../small-build.ts'

describe('why a step re-runs', () => {
  it('files that it reads; what follows inherits it from there', () => {
    const plan = lastPlan(before, {
      ...before,
      files: { ...files, 'src/a.ts': 'edited', 'src/b.ts': file('b', { mode: 0o755 }) },
    })
    const copy = stepWithText(plan, 'COPY src ./src')
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
      'RUN npm run build': [{ kind: 'parent', from: pointTo(copy) }],
    })
  })

  it('its own instruction, before and after', () => {
    const plan = lastPlan(before, edited('npm run build', 'npm run build -- --fast'))
    expect(causesByText(plan)).toEqual({
      'RUN npm run build -- --fast': [
        { kind: 'instruction', change: 'text', before: 'RUN npm run build', after: 'RUN npm run build -- --fast' },
      ],
    })
  })

  it('not a spelling that comes to the same, not even while another change re-runs the step', () => {
    const respelled = edited('COPY src ./src', 'COPY  ./src/   "./src"')
    expect(causesByText(lastPlan(before, respelled))).toEqual({})
    const plan = lastPlan(before, { ...respelled, files: { ...files, 'package.json': '{"a":1}' } })
    expect(stepWithText(plan, 'COPY  ./src/   "./src"').causes).toEqual([
      { kind: 'parent', from: pointTo(stepWithText(plan, 'COPY package.json .')) },
    ])
  })

  it('a variable of its environment, with both values', () => {
    const plan = lastPlan(before, { ...before, options: { buildArgs: { VERSION: '2' } } })
    const argument = { kind: 'argument', name: 'VERSION', before: '1', after: '2' }
    expect(causesByText(plan)).toMatchObject({ 'RUN npm ci': [argument], 'RUN npm run build': [argument] })
    // COPY has no environment.
    expect(stepWithText(plan, 'COPY src ./src').causes).toEqual([
      { kind: 'parent', from: pointTo(stepWithText(plan, 'RUN npm ci')) },
    ])
  })

  it('a variable that its words name, where they stand as they stood', () => {
    const named = edited('COPY src ./src', 'ENV TO=/app-$VERSION\n  WORKDIR /app/$VERSION\n  COPY ${VERSION:+src} $TO')
    const plan = lastPlan(named, { ...named, options: { buildArgs: { VERSION: '2' } } })
    expect(causesByText(plan)).toMatchObject({
      'WORKDIR /app/$VERSION': [{ kind: 'argument', name: 'VERSION', before: '1', after: '2' }],
      'COPY ${VERSION:+src} $TO': [{ kind: 'argument', name: 'TO', before: '/app-1', after: '/app-2' }],
    })
    const { dockerfile: text } = named
    expect(causesByText(lastPlan(named, { ...named, dockerfile: text.replace('src} $TO', 'src} /b') }))).toMatchObject({
      'COPY ${VERSION:+src} /b': [
        { kind: 'instruction', change: 'text', before: 'COPY ${VERSION:+src} $TO', after: 'COPY ${VERSION:+src} /b' },
      ],
    })
  })

  it('a variable beside a change of the words that name it, and the one that FROM names', () => {
    const on = (text: string, value: string): SmallBuild => ({
      dockerfile: `ARG TAG=${value}\nFROM node:$TAG AS ${text}\nARG TAG\nCOPY f /f\nCOPY f /${text}/$TAG\n`,
      files: { f: '1' },
    })
    expect(causesByText(lastPlan(on('a', '22'), on('b', '24')))).toEqual({
      'FROM node:$TAG AS b': [{ kind: 'argument', name: 'TAG', before: '22', after: '24' }],
      'COPY f /f': [{ kind: 'parent', from: { kind: 'step', id: 'b/FROM' } }],
      'COPY f /b/$TAG': [
        { kind: 'instruction', change: 'text', before: 'COPY f /a/$TAG', after: 'COPY f /b/$TAG' },
        { kind: 'argument', name: 'TAG', before: '22', after: '24' },
      ],
    })
  })

  it('the text of its instruction as it is written, with its heredoc', () => {
    const script = (command: string): SmallBuild => ({ dockerfile: `FROM alpine\nRUN <<EOF\n${command}\nEOF\n` })
    const written = (command: string) => `RUN <<EOF\n${command}\nEOF`
    expect(causesByText(lastPlan(script('one'), script('two')))).toEqual({
      [written('two')]: [{ kind: 'instruction', change: 'text', before: written('one'), after: written('two') }],
    })
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
          change: 'order',
          text: 'RUN npm ci',
          before: ['A', 'B'],
          after: ['B', 'A'],
        },
      ],
    })
  })

  it('the user around it', () => {
    const plan = lastPlan(before, edited('RUN npm run build', 'USER node\n  RUN npm run build'))
    expect(causesByText(plan)).toEqual({
      'RUN npm run build': [
        { kind: 'instruction', change: 'settings', text: 'RUN npm run build', before: [], after: [['as', 'node']] },
      ],
    })
  })

  it('WORKDIR, from where it stands: what runs there and starts its paths there inherits it', () => {
    const at = (directory: string): SmallBuild => ({
      dockerfile: `FROM alpine\nWORKDIR ${directory}\nCOPY src ./\nWORKDIR sub\nRUN make\n`,
      files,
    })
    const plan = lastPlan(at('/app'), at('/srv'))
    const parent = { kind: 'parent', from: pointTo(stepWithText(plan, 'WORKDIR /srv')) }
    expect(causesByText(plan)).toEqual({
      'WORKDIR /srv': [{ kind: 'instruction', change: 'text', before: 'WORKDIR /app', after: 'WORKDIR /srv' }],
      'COPY src ./': [parent],
      'WORKDIR sub': [parent],
      'RUN make': [parent],
    })
  })

  it('its directory, where no step before it re-runs for that', () => {
    const plan = lastPlan(before, edited('RUN npm run build', 'WORKDIR /\n  RUN npm run build'))
    expect(causesByText(plan)).toEqual({})
    const inside = (line: string): SmallBuild => ({ dockerfile: `FROM alpine\nWORKDIR /app\n${line}RUN make\n` })
    expect(causesByText(lastPlan(inside(''), inside('WORKDIR /\n')))).toEqual({
      'RUN make': [{ kind: 'instruction', change: 'settings', text: 'RUN make', before: [['in', '/app']], after: [] }],
    })
  })

  it('a build option in its key', () => {
    const plan = lastPlan(before, { ...before, options: { network: 'none' } })
    expect(causesByText(plan)['RUN npm ci']).toEqual([
      { kind: 'argument', name: '--network', before: null, after: 'none' },
    ])
  })

  it('a flag that is gone, once', () => {
    const plan = lastPlan(edited('RUN npm ci', 'RUN --network=none npm ci'), before)
    expect(causesByText(plan)['RUN npm ci']).toEqual([
      { kind: 'instruction', change: 'text', before: 'RUN --network=none npm ci', after: 'RUN npm ci' },
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
    expect(stepWithText(plan, 'COPY package.json .').causes).toEqual([{ kind: 'parent', from: pointTo(from) }])
  })

  it('another base image by name', () => {
    const plan = lastPlan(before, edited('node:22', 'node:24'))
    expect(stepWithText(plan, 'FROM node:24').causes).toEqual([
      { kind: 'instruction', change: 'text', before: 'FROM node:22', after: 'FROM node:24' },
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
    expect(run.causes).toEqual([{ kind: 'rule', rule: 'frontend', before: 'built-in 1.19', after: 'built-in 1.4' }])
    expect(stepWithText(plan, 'COPY src ./src').causes).toEqual([{ kind: 'parent', from: pointTo(run) }])
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

it('a file that is only ignored now counts as removed, and the note says which line leaves it out', () => {
  const copied: SmallBuild = { dockerfile: 'FROM alpine\nCOPY src /src\n', files: { 'src/a.ts': 'a', 'src/b.md': 'b' } }
  const plan = lastPlan(copied, { ...copied, files: { 'src/a.ts': 'a' }, ignore: '# docs\n**/*.md\n' })
  expect(stepWithText(plan, 'COPY src /src')).toMatchObject({
    causes: [{ kind: 'content', total: 1, files: [{ path: 'src/b.md', change: 'removed' }] }],
    note: { kind: 'ignored-files', path: 'src/b.md', line: 2, pattern: '**/*.md', more: 0 },
  })
})

it('an equal file that is sent instead of one that is ignored now was added, not renamed', () => {
  const license = (path: string): SmallBuild => ({
    dockerfile: 'FROM alpine\nCOPY packages /p\n',
    files: { [`packages/${path}/LICENSE`]: 'MIT' },
    ignore: `packages/${path === 'a' ? 'b' : 'a'}\n`,
  })
  const step = stepWithText(lastPlan(license('a'), license('b')), 'COPY packages /p')
  const paths = step.causes.flatMap((cause) => (cause.kind === 'content' ? cause.files : []))
  expect(paths).toContainEqual({ path: 'packages/b/LICENSE', change: 'added' })
  expect(paths).toContainEqual({ path: 'packages/a/LICENSE', change: 'removed' })
  expect(step.note).toMatchObject({ kind: 'ignored-files', line: 1, pattern: 'packages/a' })
})
