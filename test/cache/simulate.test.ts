import { describe, expect, test } from 'vitest'
import { type BuilderState, emptyBuilder } from '../../src/cache/model/builder-state.ts'
import type { Simulation } from '../../src/cache/model/simulation.ts'
import { file, unhashed } from '../context/tree.ts'
import { build, type SmallBuild } from './small-build.ts'

const simple = `
  FROM alpine
  COPY a /a
  RUN make
  COPY b /b
`

const statusesOf = ({ plan }: Simulation): readonly string[] =>
  plan.steps.map(({ text, status }) => `${status}: ${text}`)

const printedOf = ({ printed }: Simulation): readonly string[] => printed.map(({ name, status }) => `${status} ${name}`)

/** The builder after these builds, one after the other. */
const builderAfter = (...builds: readonly SmallBuild[]): BuilderState =>
  builds.reduce((builder, small) => build(small, builder).after, emptyBuilder)

/** The last of these builds, after the others. */
const lastOf = (...builds: readonly SmallBuild[]): Simulation =>
  build(builds.at(-1)!, builderAfter(...builds.slice(0, -1)))

describe('a build after another one', () => {
  const before: SmallBuild = { dockerfile: simple, files: { a: '1', b: '1' } }
  const edited: SmallBuild = { dockerfile: simple, files: { a: file('2', { mtime: 2 }), b: '1' } }

  test('without a change everything is cached, and the engine says DONE of FROM alone', () => {
    expect(printedOf(lastOf(before, before))).toEqual([
      'RAN [1/4] FROM docker.io/library/alpine:latest',
      'CACHED [2/4] COPY a /a',
      'CACHED [3/4] RUN make',
      'CACHED [4/4] COPY b /b',
    ])
  })

  test('an edit re-runs the copy and all that follows', () => {
    expect(statusesOf(lastOf(before, edited))).toEqual([
      'cached: FROM alpine',
      'rebuilt: COPY a /a',
      'rebuilt: RUN make',
      'rebuilt: COPY b /b',
    ])
  })

  test('a state that was built before is cached when it returns', () => {
    const reverted: SmallBuild = { ...before, files: { a: file('1', { mtime: 3 }), b: '1' } }
    expect(lastOf(before, edited, reverted).plan.summary).toMatchObject({ cached: 4, rebuilt: 0, firstRebuilt: null })
  })

  test('equal content under another directory is the same to the builder, under another name it is not', () => {
    const moved: SmallBuild = { dockerfile: simple.replace('COPY a', 'COPY x/a'), files: { 'x/a': '1', b: '1' } }
    const renamed: SmallBuild = { dockerfile: simple.replace('COPY a', 'COPY c'), files: { c: '1', b: '1' } }
    expect(lastOf(before, moved).plan.summary.cached).toBe(4)
    expect(lastOf(before, renamed).plan.summary.rebuilt).toBe(3)
  })

  test('a file of equal size and time is not looked at, and a warning says so', () => {
    const stale: SmallBuild = { ...before, files: { a: '2', b: '1' } }
    const { plan } = lastOf(before, stale)
    expect(plan.summary.rebuilt).toBe(0)
    expect(plan.warnings).toContainEqual({ kind: 'stale-files', context: null, paths: ['a'], more: 0 })
  })

  test('while files are not hashed, what reads them and all behind it is being checked', () => {
    const simulation = lastOf(before, { ...before, files: { a: '1', b: unhashed(file('new', { mtime: 5 })) } })
    expect(statusesOf(simulation)).toEqual([
      'cached: FROM alpine',
      'cached: COPY a /a',
      'cached: RUN make',
      'checking: COPY b /b',
    ])
    expect(simulation.unhashed).toEqual([{ context: null, path: 'b' }])
  })
})

describe('a stage that must run before its content is known', () => {
  const dockerfile = `
    FROM alpine AS build
    COPY src /src
    RUN make
    FROM alpine
    COPY --from=build /out /out
    RUN after
    COPY conf /conf
  `
  const before: SmallBuild = { dockerfile, files: { 'src/a': '1', conf: '1' } }
  const edit = file('2', { mtime: 2 })

  test('what copies from it depends on what comes out, and so does what follows', () => {
    const { plan } = lastOf(before, { ...before, files: { 'src/a': edit, conf: '1' } })
    expect(plan.steps.slice(4).map(({ status }) => status)).toEqual(['depends', 'depends', 'depends'])
    const make = plan.steps.find(({ text }) => text === 'RUN make')!
    expect(plan.steps[4]!.note).toEqual({ kind: 'depends', parent: null, sources: [{ kind: 'step', id: make.id }] })
  })

  test('what a build left out while it was made anew stays open, and the note says what is not known', () => {
    const targets = `
      FROM alpine AS build
      COPY src /src
      RUN make
      FROM alpine AS app
      COPY --from=build /out /out
      FROM app AS web
      RUN serve
      FROM app AS test
      RUN check
    `
    const whole = (target: string): SmallBuild => ({
      dockerfile: targets,
      files: { 'src/a': '1' },
      options: { target },
    })
    const edited = (target: string): SmallBuild => ({ ...whole(target), files: { 'src/a': edit } })
    const { plan } = lastOf(whole('web'), edited('test'), edited('web'))
    expect(plan.steps.filter(({ status }) => status !== 'cached').map(({ text, note }) => [text, note])).toEqual([
      ['RUN serve', { kind: 'maybe-equal', parent: { kind: 'step', id: 'app/COPY/1' } }],
    ])
  })

  test('but a step whose own files changed re-runs whatever comes out', () => {
    const { plan } = lastOf(before, { ...before, files: { 'src/a': edit, conf: edit } })
    expect(plan.steps.slice(4).map(({ status }) => status)).toEqual(['depends', 'depends', 'rebuilt'])
  })

  test('once it has been built, the same state is cached', () => {
    const files = { 'src/a': edit, conf: '1' }
    expect(lastOf(before, { ...before, files }, { ...before, files }).plan.summary.cached).toBe(plan0.length)
  })
  const plan0 = build(before, emptyBuilder).plan.steps
})

describe('builds that stop', () => {
  const dockerfile = 'FROM alpine\nRUN first\nCOPY gone /x\nRUN last\n'

  test('a missing source stops its step and what is behind it; what is beside it still runs', () => {
    const { plan } = build({ dockerfile, files: {} }, emptyBuilder)
    expect(plan.steps.map(({ status, causes }) => [status, causes])).toEqual([
      ['cached', []],
      ['rebuilt', [{ kind: 'new' }]],
      ['fails', [{ kind: 'error', message: '"/gone": not found' }]],
      ['fails', [{ kind: 'not-reached' }]],
    ])
  })

  test('whether what ran beside it was stored is not known', () => {
    const stopped = build({ dockerfile, files: {} }, emptyBuilder).after
    const { plan } = build({ dockerfile, files: { gone: 'back' } }, stopped)
    expect(plan.steps.map(({ status }) => status)).toEqual(['cached', 'depends', 'rebuilt', 'rebuilt'])
  })

  test('a linked copy cannot look up an owner in the containerd store', () => {
    const text = 'FROM alpine\nCOPY --link --chown=app a /a\n'
    const failing = build({ dockerfile: text, files: { a: '1' }, rules: { builder: 'containerd' } }, emptyBuilder)
    expect(printedOf(failing)).toContain('ERROR [2/2] COPY --link --chown=app a /a')
    expect(build({ dockerfile: text, files: { a: '1' } }, emptyBuilder).plan.summary.fails).toBe(0)
  })
})

describe('steps that are told to run', () => {
  const dockerfile = 'FROM alpine\nWORKDIR /w\nRUN one\nRUN two\nRUN three\n'
  const before: SmallBuild = { dockerfile }

  test('--no-cache leaves a leading WORKDIR alone', () => {
    const { plan } = lastOf(before, { ...before, options: { noCache: true } })
    expect(plan.steps.map(({ status }) => status)).toEqual(['cached', 'cached', 'rebuilt', 'rebuilt', 'rebuilt'])
    expect(plan.steps[2]!.causes).toEqual([{ kind: 'forced', option: '--no-cache' }])
  })

  test('BuildKit 0.32 goes back to old results behind an unmarked step, and a warning says so', () => {
    const staged: SmallBuild = {
      dockerfile: 'FROM alpine AS a\nRUN one\nFROM a\nRUN two\nRUN three\n',
      options: { noCacheFilter: ['a'] },
    }
    const statuses = (daemon: number) => lastOf({ ...staged, options: {} }, { ...staged, rules: { daemon } }).plan
    expect(statuses(31).steps.map(({ status }) => status)).toEqual(['cached', 'rebuilt', 'rebuilt', 'rebuilt'])
    expect(statuses(32).steps.map(({ status }) => status)).toEqual(['cached', 'rebuilt', 'rebuilt', 'cached'])
    expect(statuses(32).warnings).toContainEqual({
      kind: 'half-forced',
      step: { kind: 'step', id: statuses(32).steps[3]!.id },
    })
  })
})

describe('lines that stand for one piece of work', () => {
  test('equal beginnings of two stages are printed once, under the name of the one visited last', () => {
    const dockerfile = 'FROM alpine AS one\nRUN same\nFROM alpine AS two\nRUN same\nCOPY --from=one /x /x\n'
    const { plan } = build({ dockerfile }, emptyBuilder)
    expect(plan.steps.map(({ vertex, sharedWith }) => [vertex, sharedWith])).toEqual([
      ['[one 1/2] FROM docker.io/library/alpine:latest', undefined],
      ['[one 2/2] RUN same', undefined],
      ['[one 1/2] FROM docker.io/library/alpine:latest', 'one/FROM'],
      ['[one 2/2] RUN same', 'one/RUN/1'],
      ['[two 3/3] COPY --from=one /x /x', undefined],
    ])
  })

  test('a first WORKDIR on nothing is done in every build, which is no re-run of its own', () => {
    const before: SmallBuild = { dockerfile: 'FROM scratch\nWORKDIR /w\nCOPY a .\n', files: { a: '1' } }
    const { plan } = lastOf(before, before)
    expect(plan.steps[0]).toMatchObject({ status: 'rebuilt', causes: [{ kind: 'resolved' }] })
    expect(plan.summary.firstRebuilt).toBe(null)
  })

  test('a linked copy in the containerd store is not made again when its parent changes', () => {
    const linked = (command: string): SmallBuild => ({
      dockerfile: `FROM alpine\nRUN ${command}\nCOPY --link a /a\n`,
      files: { a: '1' },
      rules: { builder: 'containerd' },
    })
    const simulation = lastOf(linked('one'), linked('two'), linked('one'))
    expect(simulation.plan.summary.cached).toBe(3)
    expect(printedOf(lastOf(linked('one'), linked('two')))).toContain('RAN [3/3] COPY --link a /a')
  })
})

describe('base images', () => {
  const dockerfile = 'FROM alpine\nRUN x\n'
  const alpine = 'docker.io/library/alpine:latest'

  test('a moved tag re-runs everything, and back again nothing', () => {
    const at = (layer: string): SmallBuild => ({ dockerfile, images: { [alpine]: layer } })
    expect(lastOf(at('sha256:1'), at('sha256:2')).plan.summary.rebuilt).toBe(2)
    expect(lastOf(at('sha256:1'), at('sha256:2'), at('sha256:1')).plan.summary.rebuilt).toBe(0)
  })

  test('while no engine tells, it counts as unchanged, with a warning', () => {
    const known: SmallBuild = { dockerfile, images: { [alpine]: 'sha256:1' } }
    const { plan } = lastOf(known, { dockerfile })
    expect(plan.summary.rebuilt).toBe(0)
    expect(plan.warnings).toEqual([{ kind: 'unknown-images', references: [alpine] }])
    expect(lastOf({ dockerfile }, known).plan.summary.rebuilt).toBe(0)
  })

  test('for another processor than the engine has it, a registry decides, and a warning says so', () => {
    const known: SmallBuild = { dockerfile, images: { [alpine]: 'sha256:1' } }
    expect(lastOf({ ...known, options: { platform: 'linux/arm64' } }).plan.warnings).toEqual([
      { kind: 'foreign-image', reference: alpine, had: 'linux/amd64', wanted: 'linux/arm64' },
    ])
    expect(lastOf({ ...known, options: { platform: 'linux/amd64/v2' } }).plan.warnings).toEqual([])
  })
})

describe('build arguments', () => {
  const warnings = (dockerfile: string, buildArgs: Readonly<Record<string, string>>, target = '') =>
    build({ dockerfile, options: { buildArgs, ...(target !== '' && { target }) } }, emptyBuilder).plan.warnings.filter(
      ({ kind }) => kind === 'unused-arguments',
    )
  const unused = (...names: readonly string[]) => [{ kind: 'unused-arguments', names }]

  test.each([
    ['declared nowhere', 'FROM scratch\nCOPY Dockerfile /\n'],
    ['declared above the first FROM only', 'ARG V=1\nFROM scratch\nCOPY Dockerfile /$V\n'],
    ['of another stage', 'FROM scratch AS other\nARG V\nFROM scratch\nCOPY Dockerfile /\n'],
    ['whose name is only the start of one that FROM names', 'ARG V\nARG VV=3\nFROM alpine:$VV\nRUN x\n'],
  ])('one that is %s has no effect, and a warning says so', (_, dockerfile) => {
    expect(warnings(dockerfile, { V: '2' })).toEqual(unused('V'))
  })

  test.each([
    ['a stage', 'FROM scratch\nARG V\nCOPY Dockerfile /$V\n'],
    ['a stage with others', 'FROM scratch\nARG A=1 V=2\nCOPY Dockerfile /$V\n'],
    ['FROM', 'ARG V=3\nFROM alpine:${V}\nRUN x\n'],
    ['an argument that FROM uses', 'ARG V=3\nARG TAG=a$V\nFROM alpine:$TAG\nRUN x\n'],
  ])('one that %s uses needs no warning', (_, dockerfile) => {
    expect(warnings(dockerfile, { V: '2' })).toEqual([])
  })

  test('those that the builder itself or its client knows need no ARG', () => {
    const known = { HTTP_PROXY: 'x', no_proxy: 'x', BUILDKIT_INLINE_CACHE: '1', SOURCE_DATE_EPOCH: '1' }
    expect(warnings('FROM scratch\nCOPY Dockerfile /\n', known)).toEqual([])
  })
})
