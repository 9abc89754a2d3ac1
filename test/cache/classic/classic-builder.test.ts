import { describe, expect, test } from 'vitest'
import { parseBaseline, serializeBaseline } from '../../../src/cache/baseline-file/baseline-file.ts'
import { emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import type { Plan } from '../../../src/cache/model/plan/plan.ts'
import { file, link, unhashed } from '../../context/tree.ts'
import { build, causesByText, lastPlan, pointTo, type SmallBuild, stepWithText } from '../small-build.ts'

// The classic builder (DOCKER_BUILDKIT=0): what it does otherwise than BuildKit. Where no recorded case shows a rule, it was
// tried on Docker 28.5.2.

const classic = (dockerfile: string, more: Omit<SmallBuild, 'dockerfile'> = {}): SmallBuild => ({
  dockerfile,
  images: { 'docker.io/library/base:1': 'sha256:1' },
  ...more,
  rules: { builder: 'legacy' },
})

/** `c` cached, `r` re-runs, `d` depends, `f` fails, `?` checking; a letter for each step. */
const letters = ({ steps }: Plan): string =>
  steps.map(({ status }) => (status === 'checking' ? '?' : status[0])).join('')

/** A build, and the same build again. */
const twice = (small: SmallBuild): string => letters(lastPlan(small, small))

describe('every instruction is a step and a link in the chain', () => {
  test('steps are named by their place in the whole file, arguments above FROM included', () => {
    const plan = lastPlan(classic('ARG V=1\nFROM base:1 AS a\nLABEL x=y\nFROM a\nCMD run'))
    expect(plan.steps.map(({ vertex }) => vertex)).toEqual([
      '[1/5] ARG V=1',
      '[2/5] FROM base:1 AS a',
      '[3/5] LABEL x=y',
      '[4/5] FROM a',
      '[5/5] CMD run',
    ])
  })

  test('a changed label re-runs what stands below it', () => {
    const plan = lastPlan(classic('FROM base:1\nLABEL a=1\nRUN x'), classic('FROM base:1\nLABEL a=2\nRUN x'))
    expect(causesByText(plan)).toEqual({
      'LABEL a=2': [{ kind: 'instruction', change: 'text', before: 'LABEL a=1', after: 'LABEL a=2' }],
      'RUN x': [{ kind: 'parent', from: pointTo(plan.steps[1]!) }],
    })
  })

  test('stages that the target does not use are built, stages behind it are not', () => {
    const dockerfile = 'FROM base:1 AS a\nRUN a\nFROM base:1 AS b\nRUN b\nFROM base:1 AS c\nRUN c'
    const plan = lastPlan(classic(dockerfile, { options: { target: 'B' } }))
    expect(plan.steps.map(({ text }) => text)).toEqual(['FROM base:1 AS a', 'RUN a', 'FROM base:1 AS b', 'RUN b'])
    expect(plan.stages.map(({ needed }) => needed)).toEqual([true, true, false])
  })

  test('equal steps of two stages are found by the second one', () => {
    expect(letters(lastPlan(classic('FROM base:1 AS a\nRUN x\nFROM base:1\nRUN x')))).toBe('crcc')
  })

  test('--label adds steps to the last stage', () => {
    const plan = lastPlan(classic('FROM base:1\nRUN x', { options: { labels: { b: '2', a: '$X' } } }))
    expect(plan.steps.slice(2).map(({ vertex }) => vertex)).toEqual(['[3/4] LABEL a=$X', '[4/4] LABEL b=2'])
  })

  test('--no-cache makes new images, which the next build finds', () => {
    const plain = classic('FROM base:1\nRUN x\nRUN y')
    const forced = classic('FROM base:1\nRUN x\nRUN y', { options: { noCache: true } })
    expect(letters(lastPlan(plain, forced))).toBe('crr')
    expect(letters(lastPlan(plain, forced, plain))).toBe('ccc')
  })

  test('an edit that is taken back is cached again', () => {
    const one = classic('FROM base:1\nRUN 1')
    expect(letters(lastPlan(one, classic('FROM base:1\nRUN 2'), one))).toBe('cc')
  })
})

describe('build arguments', () => {
  test('a value re-runs the first RUN below its ARG, not the ARG', () => {
    const dockerfile = 'FROM base:1\nARG V\nLABEL a=b\nRUN x'
    const given = (value: string) => classic(dockerfile, { options: { buildArgs: { V: value } } })
    const plan = lastPlan(given('1'), given('2'))
    expect(letters(plan)).toBe('cccr')
    expect(stepWithText(plan, 'RUN x').causes).toEqual([{ kind: 'argument', name: 'V', before: '1', after: '2' }])
  })

  test('ENV goes before ARG', () => {
    const given = (value: string) =>
      classic('FROM base:1\nENV V=env\nARG V\nRUN x', { options: { buildArgs: { V: value } } })
    expect(letters(lastPlan(given('1'), given('2')))).toBe('cccc')
  })

  test('of an undeclared proxy only that there is one counts', () => {
    const given = (buildArgs: Record<string, string>) => classic('FROM base:1\nRUN x', { options: { buildArgs } })
    expect(letters(lastPlan(given({}), given({ HTTP_PROXY: 'a' })))).toBe('cr')
    expect(letters(lastPlan(given({ HTTP_PROXY: 'a' }), given({ ftp_proxy: 'b' })))).toBe('cc')
  })
})

describe('what the daemon fills in again is never found', () => {
  test.each([
    ['FROM base:1\nHEALTHCHECK --interval=5s CMD a\nHEALTHCHECK CMD b\nRUN x', 'ccrr'],
    ['FROM base:1\nHEALTHCHECK --interval=5s CMD a\nHEALTHCHECK --interval=6s CMD b\nRUN x', 'cccc'],
    ['FROM base:1\nUSER root\nUSER $NOBODY\nRUN x', 'ccrr'],
    ['FROM base:1\nENTRYPOINT ["a"]\nENTRYPOINT []\nRUN x', 'ccrr'],
  ])('%j', (dockerfile, expected) => {
    expect(twice(classic(dockerfile))).toBe(expected)
  })
})

describe('COPY counts sums with paths', () => {
  const before = { 'd/a.txt': 'a', 'd/l': link('../other.txt'), 'other.txt': 'o' }
  const changed = (files: NonNullable<SmallBuild['files']>, dockerfile = 'FROM base:1\nCOPY d /x'): Plan =>
    lastPlan(classic(dockerfile, { files: before }), classic(dockerfile, { files }))

  test.each([
    [
      'a moved directory',
      { 'e/a.txt': 'a', 'e/l': link('../other.txt'), 'other.txt': 'o' },
      'FROM base:1\nCOPY [de] /x',
      'cr',
    ],
    ['the text of a link', { ...before, 'd/l': link('../d/../other.txt') }, undefined, 'cc'],
    ['the name of a link', { 'd/a.txt': 'a', 'd/m': link('../other.txt'), 'other.txt': 'o' }, undefined, 'cc'],
    ["a link's target elsewhere", { ...before, 'other.txt': 'p' }, undefined, 'cr'],
    ['a mode', { ...before, 'd/a.txt': file('a', { mode: 0o755 }) }, undefined, 'cr'],
    ['a time', { ...before, 'd/a.txt': file('a', { mtime: 9 }) }, undefined, 'cc'],
  ])('%s', (_, files, dockerfile, expected) => {
    expect(letters(changed(files, dockerfile))).toBe(expected)
  })

  test("a link's target elsewhere is named", () => {
    expect(causesByText(changed({ ...before, 'other.txt': 'p' }))).toEqual({
      'COPY d /x': [{ kind: 'content', files: [{ path: 'other.txt', change: 'modified' }], total: 1 }],
    })
  })

  test('a second name of an inode counts as a link to the first, without its content', () => {
    const names = (content: string) => ({ a: file(content, { inode: '1:2' }), b: file(content, { inode: '1:2' }) })
    const copied = (content: string) => classic('FROM base:1\nCOPY b /x', { files: names(content) })
    expect(letters(lastPlan(copied('1'), copied('2')))).toBe('cc')
  })

  test('another name for a file elsewhere does not change what is copied', () => {
    const dockerfile = 'FROM base:1\nCOPY d /x'
    const one = classic(dockerfile, { files: { 'd/a': file('1') } })
    const two = classic(dockerfile, { files: { 'd/a': file('1', { inode: '1:2' }), z: file('1', { inode: '1:2' }) } })
    expect(letters(lastPlan(one, two))).toBe('cc')
  })

  test('an exception below a wildcard brings nothing back from an ignored directory', () => {
    const ignored = (content: string) =>
      classic('FROM base:1\nCOPY . /x', { files: { 'src/a.js': content }, ignore: '*\n!**/*.js\n!Dockerfile' })
    expect(letters(lastPlan(ignored('1'), ignored('2')))).toBe('cc')
  })
})

describe('COPY --from', () => {
  const copying = (run: string) => classic(`FROM base:1 AS b\nRUN ${run}\nFROM base:1\nCOPY --from=b /o /o\nRUN after`)

  test('waits for what a stage leaves behind', () => {
    const plan = lastPlan(copying('1'), copying('2'))
    expect(letters(plan)).toBe('crcdd')
    expect(stepWithText(plan, 'COPY --from=b /o /o').causes).toEqual([{ kind: 'input', from: pointTo(plan.steps[1]!) }])
  })

  test('is cached once that has been built, whichever way it went', () => {
    expect(letters(lastPlan(copying('1'), copying('2'), copying('2')))).toBe('ccccc')
    expect(letters(lastPlan(copying('1'), copying('2'), copying('1')))).toBe('ccccc')
  })

  test('re-runs for certain where nothing like it was built', () => {
    const plan = lastPlan(copying('1'), classic('FROM base:1 AS b\nRUN 2\nFROM base:1\nCOPY --from=b /o /elsewhere'))
    expect(letters(plan)).toBe('crcr')
  })
})

describe('ONBUILD', () => {
  test('runs with the FROM of the next stage, under its line', () => {
    const dockerfile = 'FROM base:1 AS b\nONBUILD COPY f /f\nFROM b\nRUN x'
    const built = (content: string) => classic(dockerfile, { files: { f: content } })
    expect(letters(lastPlan(built('1'), built('2')))).toBe('ccrr')
  })
})

describe('where a build stops', () => {
  test.each([
    ['COPY --chmod=755 a /a', /--chmod option requires BuildKit/],
    ['RUN --mount=type=cache,target=/c x', /--mount option requires BuildKit/],
    ['RUN --network=none x', /--network option requires BuildKit/],
    ['COPY <<E /a\nx\nE', /no source files were specified/],
    ['COPY nothing /a', /^COPY failed: file not found in build context .*: stat nothing: file does not exist$/],
    ['COPY *.none /a', /no source files were specified/],
    ['COPY ../a /a', /forbidden path outside the build context: \.\.\/a/],
    ['COPY a b /a', /must be a directory and end with a \//],
    ['COPY --from=0 a /a', /refers to current build stage/],
    ['COPY --from=1 a /a', /index out of bounds/],
    ['COPY https://x.test/a /a', /can't be a URL for COPY/],
    ['EXPOSE 80/x', /invalid proto/],
  ])('%j', (line, message) => {
    const plan = lastPlan(classic(`FROM base:1\n${line}\nRUN x`, { files: { a: '1', b: '2' } }))
    expect(letters(plan)).toBe('cff')
    expect(plan.steps[1]!.causes).toEqual([{ kind: 'error', message: expect.stringMatching(message) }])
  })

  test('what ran before it is cached next time', () => {
    const failing = classic('FROM base:1\nRUN x\nCOPY a /a')
    const mended = classic('FROM base:1\nRUN x\nCOPY a /a', { files: { a: '1' } })
    expect(letters(lastPlan(failing, mended))).toBe('ccr')
  })

  test('a file that cannot be read stops it before any step, even if no step asks for it', () => {
    const secret = { ...file('x'), unreadable: 'EACCES' }
    const plan = lastPlan(classic('FROM base:1\nRUN x', { files: { 'd/secret': secret } }))
    expect(letters(plan)).toBe('ff')
    expect(plan.steps[0]!.causes).toEqual([
      { kind: 'error', message: "checking context: no permission to read from 'd/secret'" },
    ])
  })

  test('options of BuildKit stop it before any step', () => {
    const refused = classic('FROM base:1', { options: { noCacheFilter: ['a'] } })
    expect(() => build(refused, emptyBuilder)).toThrow('unknown flag: --no-cache-filter')
  })
})

describe('what is not known', () => {
  test('a file that is not hashed yet leaves its step open, and what is below it', () => {
    const dockerfile = 'FROM base:1\nCOPY a /a\nRUN x'
    const { after } = build(classic(dockerfile, { files: { a: '1' } }), emptyBuilder)
    const looking = build(classic(dockerfile, { files: { a: unhashed(file('2')) } }), after)
    expect(letters(looking.plan)).toBe('c??')
    expect(looking.unhashed).toEqual([{ context: null, path: 'a' }])
    expect(looking.after).toBe(after)
  })

  test('what re-runs anyway does not wait for hashes', () => {
    const { after } = build(classic('FROM base:1\nRUN 1\nCOPY a /a', { files: { a: '1' } }), emptyBuilder)
    const changed = classic('FROM base:1\nRUN 2\nCOPY a /a', { files: { a: unhashed(file('2')) } })
    expect(letters(build(changed, after).plan)).toBe('crr')
  })

  test('a moved base re-runs everything, and says so', () => {
    const on = (id: string) => classic('FROM base:1\nRUN x', { images: { 'docker.io/library/base:1': id } })
    const plan = lastPlan(on('sha256:1'), on('sha256:2'))
    expect(causesByText(plan)).toEqual({
      'FROM base:1': [{ kind: 'base', ref: 'docker.io/library/base:1', before: 'sha256:1', after: 'sha256:2' }],
      'RUN x': [{ kind: 'parent', from: pointTo(plan.steps[0]!) }],
    })
    expect(letters(lastPlan(on('sha256:1'), on('sha256:2'), on('sha256:1')))).toBe('cc')
  })

  test('flags that it takes and ignores are warned about', () => {
    const plan = lastPlan(classic('FROM base:1\nCOPY --link --exclude=b a /a', { files: { a: '1' } }))
    expect(plan.warnings).toContainEqual({ kind: 'ignored-flags', line: 2, flags: ['--link', '--exclude'] })
  })
})

test('a damaged baseline is a problem, not an exception', () => {
  const { after } = build(classic('FROM base:1\nRUN x'), emptyBuilder)
  const text = serializeBaseline(after, { recordedAt: '2026-01-01T00:00:00.000Z' })
  expect(parseBaseline(text).problem).toBeNull()
  expect(parseBaseline(text.replace('"aliases":[]', '"aliases":7')).problem).toMatch(/is damaged/)
})

test('a build by BuildKit in between leaves what the classic builder remembers', () => {
  const project = { dockerfile: 'FROM alpine\nCOPY a /a\nRUN make\n', files: { a: '1' } }
  const images = { 'docker.io/library/alpine:latest': 'alpine' }
  const plan = lastPlan(
    { ...project, images, rules: { builder: 'legacy' } },
    { ...project, images },
    { ...project, images, rules: { builder: 'legacy' } },
  )
  expect(plan.steps.map(({ status }) => status)).toEqual(['cached', 'cached', 'cached'])
})
