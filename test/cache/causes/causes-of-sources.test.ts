import { describe, expect, it } from 'vitest'
import { link } from '../../context/tree.ts'
import { causesByText, lastPlan, pointTo, type SmallBuild, stepWithText } from '../small-build.ts'

const files = { 'src/a.ts': 'a', 'src/b.ts': 'b', 'package.json': '{}' }

describe('what it takes files from', () => {
  const staged = (...steps: readonly string[]): SmallBuild => ({
    files,
    dockerfile: `FROM node:22 AS a\n${steps.join('\n')}\n\nFROM node:22\nCOPY --from=a /x /x\nRUN npm start\n`,
  })

  it('a stage that lost its last step is another source', () => {
    const plan = lastPlan(staged('RUN one', 'RUN two'), staged('RUN one'))
    expect(causesByText(plan)).toMatchObject({
      'COPY --from=a /x /x': [{ kind: 'input', from: pointTo(stepWithText(plan, 'RUN one')) }],
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
    expect(copy.causes).toEqual([{ kind: 'input', from: pointTo(a) }])
    const run = plan.steps.at(-1)!
    expect(run.causes).toEqual([
      { kind: 'parent', from: pointTo(copy) },
      { kind: 'input', from: pointTo(a) },
      { kind: 'input', from: pointTo(b) },
    ])
    expect(run.note).toEqual({ kind: 'depends', parent: pointTo(copy), sources: [pointTo(a), pointTo(b)] })
  })

  it('another stage or image than it took them from, by its own words', () => {
    const copies = (source: string): SmallBuild => ({
      dockerfile: `FROM alpine AS a\nRUN a\nFROM alpine AS b\nRUN b\nFROM alpine\nCOPY --from=a /x /x\nCOPY --from=${source} /y /y\nCOPY --from=b /b /b\n`,
      images: { 'docker.io/library/busybox:1': 'sha256:1', 'docker.io/library/busybox:2': 'sha256:2' },
    })
    const causes = (before: string, after: string) =>
      stepWithText(lastPlan(copies(before), copies(after)), `COPY --from=${after} /y /y`)
    const explained = (before: string, after: string) => ({
      status: 'depends',
      causes: [
        {
          kind: 'instruction',
          change: 'text',
          before: `COPY --from=${before} /y /y`,
          after: `COPY --from=${after} /y /y`,
        },
      ],
    })
    expect(causes('a', 'b')).toMatchObject(explained('a', 'b'))
    expect(causes('busybox:1', 'busybox:2')).toMatchObject(explained('busybox:1', 'busybox:2'))
  })

  it('a download with another checksum', () => {
    const pinned = (digit: string): SmallBuild => ({
      dockerfile: `FROM alpine\nADD --checksum=sha256:${digit.repeat(64)} https://example.test/a /a\n`,
    })
    expect(lastPlan(pinned('a'), pinned('b')).steps.at(-1)!.causes).toMatchObject([
      {
        kind: 'instruction',
        change: 'text',
        after: `ADD --checksum=sha256:${'b'.repeat(64)} https://example.test/a /a`,
      },
    ])
  })

  it('a named context as base is a new one in every build', () => {
    const based: SmallBuild = {
      dockerfile: 'FROM assets\nRUN make\n',
      options: { buildContexts: { assets: '/assets' } },
    }
    expect(stepWithText(lastPlan(based, based), 'RUN make')).toMatchObject({
      causes: [{ kind: 'parent', from: { kind: 'context', name: 'assets' } }],
      note: { kind: 'named-context' },
    })
  })

  it('a download, of which only the server can tell whether it is the same', () => {
    const added: SmallBuild = { dockerfile: 'FROM alpine\nADD https://example.test/a /a\n' }
    expect(causesByText(lastPlan(added, added))).toEqual({
      'ADD https://example.test/a /a': [{ kind: 'input', from: { kind: 'remote', source: 'https://example.test/a' } }],
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
      { kind: 'parent', from: pointTo(stepWithText(plan, 'RUN make all')) },
    ])
  })
})

describe('a base image that no engine knows', () => {
  const on = (tag: string, known: boolean, revision = '1'): SmallBuild => ({
    dockerfile: `FROM base:${tag}\nARG REV=${revision}\nRUN make\n`,
    ...(known && {
      images: { [`docker.io/library/base:${tag}`]: `sha256:${tag}` },
      configs: {
        [`docker.io/library/base:${tag}`]: {
          env: ['PATH=/opt/bin:/bin', 'TOOL_VERSION=1'],
          user: '1000',
          workdir: '/',
          entrypoint: [],
          command: [],
          labels: {},
          shell: [],
          onbuild: [],
        },
      },
    }),
  })
  const run = (...builds: readonly SmallBuild[]) => stepWithText(lastPlan(...builds), 'RUN make').causes

  it('is the cause itself: what it sets is not known, so it is not a difference', () => {
    const inherited = [{ kind: 'parent', from: { kind: 'step', id: 'stage-0/FROM' } }]
    expect(run(on('1', true), on('2', false))).toEqual(inherited)
    expect(run(on('1', false), on('2', true))).toEqual(inherited)
  })

  it('leaves a variable that has another value on both sides', () => {
    expect(run(on('1', true), on('2', false, '2'))).toEqual([
      { kind: 'argument', name: 'REV', before: '1', after: '2' },
    ])
  })

  it('does not hide a variable that is set on the same base', () => {
    const dockerfile = 'FROM base:1\nENV ADDED=1\nARG REV=1\nRUN make\n'
    expect(run(on('1', false), { dockerfile })).toEqual([{ kind: 'argument', name: 'ADDED', before: null, after: '1' }])
  })
})
