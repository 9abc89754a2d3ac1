import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BaseImage } from '../../../../src/image/model/base-image.ts'
import type { BuildRequest } from '../../../../src/session/build-request.ts'
import {
  type ReadBuildOptions,
  type ReadBuildResult,
  readBuild,
} from '../../../../src/sources/files/build/read-build.ts'
import { recordBaseline } from '../../../../src/sources/files/build/record-baseline.ts'
import { temporaryTree } from '../temporary-tree.ts'
import { ownCache, type RequestChanges, requestFor, rerunning } from '../watching.ts'

const dockerfile = 'FROM scratch\nCOPY package.json ./\nCOPY src/ ./src/\nRUN build\n'
const project = { Dockerfile: dockerfile, 'package.json': '{}', 'src/a.ts': 'one', 'src/b.ts': 'two' }

const optionsFor = (request: BuildRequest, changes: Partial<ReadBuildOptions> = {}): ReadBuildOptions => ({
  request,
  engine: null,
  resolveImages: async () => [],
  environment: ownCache(),
  signal: new AbortController().signal,
  ...changes,
})

const read = (context: string, changes: RequestChanges = {}) =>
  readBuild(optionsFor(requestFor(context, { baseline: 'none', ...changes })))

async function planOf(result: Promise<ReadBuildResult>) {
  const answer = await result
  if (answer.kind !== 'planned') throw new Error(`no plan: ${JSON.stringify(answer)}`)
  return answer.plan
}

async function failureOf(result: Promise<ReadBuildResult>) {
  const answer = await result
  if (answer.kind !== 'failure') throw new Error(`no failure: ${JSON.stringify(answer)}`)
  return answer.failure
}

describe('the baseline', () => {
  test('none: nothing is cached', async () => {
    const plan = await planOf(read(temporaryTree(project)))
    expect(rerunning(plan)).toEqual([
      'COPY package.json ./: rebuilt',
      'COPY src/ ./src/: rebuilt',
      'RUN build: rebuilt',
    ])
    expect(plan).toMatchObject({ dockerfile: 'Dockerfile', target: 'stage-0', baseline: { kind: 'none', ref: null } })
  })

  test('now: everything is', async () => {
    expect(rerunning(await planOf(read(temporaryTree(project), { baseline: 'now' })))).toEqual([])
  })

  test('dir: another directory is the earlier state', async () => {
    const before = temporaryTree(project)
    const after = temporaryTree({ ...project, 'src/a.ts': 'changed!', 'README.md': 'new' })
    const plan = await planOf(read(after, { baseline: `dir:${before}` }))
    expect(rerunning(plan)).toEqual(['COPY src/ ./src/: rebuilt', 'RUN build: rebuilt'])
    expect(plan.steps[1]?.causes).toEqual([
      { kind: 'content', files: [{ path: 'src/a.ts', change: 'modified' }], total: 1 },
    ])
  })

  test('dir: takes the Dockerfile from the same place inside it, and its own ignore file', async () => {
    const before = temporaryTree({ ...project, 'docker/app': dockerfile, '.dockerignore': 'src/b.ts\n' })
    const after = temporaryTree({ ...project, 'docker/app': dockerfile.replace('build', 'other') })
    const plan = await planOf(read(after, { baseline: `dir:${before}`, dockerfile: join(after, 'docker/app') }))
    expect(rerunning(plan)).toEqual(['COPY src/ ./src/: rebuilt', 'RUN other: rebuilt'])
  })

  test('file: what was recorded stays cached, and an edit after it is told', async () => {
    const root = temporaryTree(project)
    const file = join(temporaryTree(), 'base.json')
    const options = optionsFor(requestFor(root))
    const first = await recordBaseline({ ...options, file, now: new Date('2026-01-02T03:04:05Z') })
    expect(first.kind).toBe('planned')
    const plan = await planOf(read(root, { baseline: `file:${file}` }))
    expect(rerunning(plan)).toEqual([])
    expect(plan.baseline).toEqual({ kind: 'file', ref: file, recordedAt: '2026-01-02T03:04:05.000Z' })
    writeFileSync(join(root, 'src/a.ts'), 'changed')
    expect(rerunning(await planOf(read(root, { baseline: `file:${file}` })))).toEqual([
      'COPY src/ ./src/: rebuilt',
      'RUN build: rebuilt',
    ])
  })

  test('file: several that record into one file at a time all count', async () => {
    const file = join(temporaryTree(), 'base.json')
    const states = ['one', 'two', 'three', 'four']
    const roots = states.map((state) => temporaryTree({ ...project, 'src/a.ts': state }))
    const recorded = roots.map((root) => recordBaseline({ ...optionsFor(requestFor(root)), file, now: new Date() }))
    for (const { kind } of await Promise.all(recorded)) expect(kind).toBe('planned')
    for (const root of roots) expect(rerunning(await planOf(read(root, { baseline: `file:${file}` })))).toEqual([])
  })

  test('file: a second record adds, so that the first state stays cached', async () => {
    const root = temporaryTree(project)
    const file = join(temporaryTree(), 'base.json')
    const record = () => recordBaseline({ ...optionsFor(requestFor(root)), file, now: new Date() })
    await record()
    writeFileSync(join(root, 'src/a.ts'), 'changed')
    expect(rerunning(await planOf(record()))).toHaveLength(2)
    writeFileSync(join(root, 'src/a.ts'), 'one')
    expect(rerunning(await planOf(read(root, { baseline: `file:${file}` })))).toEqual([])
  })

  test('a baseline file that the next build would be sent is told of, one that is ignored or elsewhere is not', async () => {
    const root = temporaryTree({ ...project, '.dockerignore': 'notes\n' })
    const recordIn = async (file: string) => {
      const result = await recordBaseline({ ...optionsFor(requestFor(root)), file, now: new Date() })
      return result.kind === 'planned' ? result.sent : result
    }
    expect(await recordIn(join(root, 'base.json'))).toBe(true)
    expect(await recordIn(join(root, 'src/base.json'))).toBe(true)
    expect(await recordIn(join(root, 'notes/base.json'))).toBe(false)
    expect(await recordIn(join(temporaryTree(), 'base.json'))).toBe(false)
  })

  test('a file that is missing, cut off or something else is one clear line', async () => {
    const root = temporaryTree(project)
    const file = join(temporaryTree(), 'base.json')
    expect(await failureOf(read(root, { baseline: `file:${file}` }))).toMatchObject({
      kind: 'no-baseline',
      summary: `baseline ${file} does not exist`,
    })
    await recordBaseline({ ...optionsFor(requestFor(root)), file, now: new Date() })
    const whole = readFileSync(file, 'utf8')
    for (const text of [whole.slice(0, whole.length / 2), '{"name":"other"}', '']) {
      writeFileSync(file, text)
      const failure = await failureOf(read(root, { baseline: `file:${file}` }))
      expect(failure).toMatchObject({ kind: 'bad-baseline', nextStep: expect.stringContaining('record') })
      expect(failure.summary).not.toContain('\n')
    }
  })

  test('record refuses to overwrite what is no baseline', async () => {
    const root = temporaryTree({ ...project, 'notes.txt': 'precious' })
    const file = join(root, 'notes.txt')
    expect(await failureOf(recordBaseline({ ...optionsFor(requestFor(root)), file, now: new Date() }))).toMatchObject({
      kind: 'bad-baseline',
      detail: 'nothing was written',
    })
    expect(readFileSync(file, 'utf8')).toBe('precious')
  })

  test('record writes nothing when the build cannot be read', async () => {
    const file = join(temporaryTree(), 'base.json')
    const result = await recordBaseline({ ...optionsFor(requestFor('/nowhere')), file, now: new Date() })
    expect(result).toMatchObject({ kind: 'failure', failure: { kind: 'no-context' } })
    expect(existsSync(file)).toBe(false)
  })
})

describe('the Dockerfile', () => {
  test('dockerfile is found too, Dockerfile first', async () => {
    const root = temporaryTree({ dockerfile: 'FROM scratch\nRUN lower\n' })
    expect(rerunning(await planOf(read(root)))).toEqual(['RUN lower: rebuilt'])
    writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nRUN upper\n')
    expect(rerunning(await planOf(read(root)))).toEqual(['RUN upper: rebuilt'])
  })

  test('may be a link', async () => {
    const root = temporaryTree({ 'docker/app': 'FROM scratch\nRUN x\n' })
    symlinkSync('docker/app', join(root, 'Dockerfile'))
    expect(rerunning(await planOf(read(root)))).toEqual(['RUN x: rebuilt'])
  })

  test('a link that leads out of its directory is one to nothing: a builder is sent no other directory', async () => {
    const elsewhere = temporaryTree({ app: 'FROM scratch\n' })
    const root = temporaryTree({})
    symlinkSync(join(elsewhere, 'app'), join(root, 'Dockerfile'))
    expect(await failureOf(read(root))).toMatchObject({
      kind: 'no-dockerfile',
      summary: `${root}/Dockerfile is a link that a builder cannot follow`,
    })
    const asked = await planOf(read(root, { builder: 'legacy', dockerfile: join(root, 'Dockerfile') }))
    expect(asked.stages).toHaveLength(1)
    expect(await failureOf(read(root, { builder: 'legacy' }))).toMatchObject({ kind: 'no-dockerfile' })
  })

  test('a link’s absolute target starts at the directory of the Dockerfile', async () => {
    const root = temporaryTree({ 'docker/app': 'FROM scratch\nRUN x\n' })
    symlinkSync('/docker/app', join(root, 'Dockerfile'))
    expect(rerunning(await planOf(read(root)))).toEqual(['RUN x: rebuilt'])
  })

  test('dockerfile does in the place of a Dockerfile that is asked for, not under the classic builder', async () => {
    const root = temporaryTree({ 'docker/dockerfile': 'FROM scratch\nRUN x\n' })
    const asked = { dockerfile: join(root, 'docker/Dockerfile') }
    expect(rerunning(await planOf(read(root, asked)))).toEqual(['RUN x: rebuilt'])
    expect(await failureOf(read(root, { ...asked, builder: 'legacy' }))).toMatchObject({ kind: 'no-dockerfile' })
  })

  test('missing: what was tried, what was found', async () => {
    const root = temporaryTree({ 'api.Dockerfile': '', 'docker/Dockerfile.dev': '', Containerfile: '', 'a.txt': '' })
    expect(await failureOf(read(root))).toEqual({
      kind: 'no-dockerfile',
      summary: `no Dockerfile in ${root} (tried Dockerfile and dockerfile)`,
      detail: 'found: Containerfile, api.Dockerfile, docker/Dockerfile.dev',
      nextStep: `name it with -f, for example -f ${root}/Containerfile`,
    })
  })

  test('a directory in its place is named as such', async () => {
    const root = temporaryTree({ 'Dockerfile/app': 'FROM scratch\n' })
    expect(await failureOf(read(root))).toMatchObject({ summary: `${root}/Dockerfile is a directory` })
  })

  test('invalid: a problem with its place', async () => {
    const root = temporaryTree({ 'docker/app': 'FROM scratch\nCOPPY a b\n' })
    expect(await read(root, { dockerfile: join(root, 'docker/app') })).toMatchObject({
      kind: 'problem',
      problem: { file: 'docker/app', line: 2 },
    })
  })
})

describe('ignore files', () => {
  const copyAll = 'FROM scratch\nCOPY . .\n'
  const copied = async (root: string, changes: RequestChanges = {}) => {
    const before = temporaryTree({ Dockerfile: copyAll })
    const plan = await planOf(read(root, { baseline: `dir:${before}`, ...changes }))
    return plan.steps[0]!.causes.flatMap((cause) => (cause.kind === 'content' ? cause.files : [])).map(
      ({ path }) => path,
    )
  }

  test("the Dockerfile's own comes first, also when it is empty", async () => {
    const root = temporaryTree({ Dockerfile: copyAll, '.dockerignore': '*.md\n.dockerignore\n', 'a.md': '', b: '' })
    expect(await copied(root)).toEqual(['b'])
    writeFileSync(join(root, 'Dockerfile.dockerignore'), 'b\n*.dockerignore\n.dockerignore\n')
    expect(await copied(root)).toEqual(['a.md'])
    writeFileSync(join(root, 'Dockerfile.dockerignore'), '')
    expect(await copied(root)).toEqual(['.dockerignore', 'Dockerfile.dockerignore', 'a.md', 'b'])
  })

  test('an empty one counts as absent for an external front end', async () => {
    const root = temporaryTree({
      Dockerfile: `# syntax=docker/dockerfile:1\n${copyAll}`,
      'Dockerfile.dockerignore': '',
      '.dockerignore': 'Dockerfile*\n.dockerignore\n',
      b: '',
    })
    expect(await copied(root)).not.toContain('.dockerignore')
  })

  test('the classic builder knows only the one of the context', async () => {
    const root = temporaryTree({ Dockerfile: 'FROM scratch\nCOPY b /\n', 'Dockerfile.dockerignore': 'b\n', b: '' })
    expect(rerunning(await planOf(read(root)))).toEqual(['COPY b /: fails'])
    expect(rerunning(await planOf(read(root, { builder: 'legacy' })))).not.toContain('COPY b /: fails')
  })

  test('one that is a directory or leads out of its directory is none', async () => {
    const elsewhere = temporaryTree({ ignore: 'b\n' })
    const root = temporaryTree({ Dockerfile: 'FROM scratch\nCOPY b /\n', b: '', 'Dockerfile.dockerignore/b': '' })
    symlinkSync(join(elsewhere, 'ignore'), join(root, '.dockerignore'))
    expect(rerunning(await planOf(read(root)))).toEqual(['COPY b /: rebuilt'])
  })

  test('a bad pattern is a problem with its line, also where no step reads the context', async () => {
    const root = temporaryTree({ Dockerfile: 'FROM scratch\nRUN x\n', '.dockerignore': 'a\n\n!\n' })
    expect(await read(root)).toMatchObject({ kind: 'problem', problem: { file: '.dockerignore', line: 3 } })
  })
})

describe('named contexts', () => {
  const request = (root: string, lib: string): RequestChanges => {
    const { options } = requestFor(root)
    return { options: { ...options, buildContexts: { lib } } }
  }

  test('have their own ignore file', async () => {
    const root = temporaryTree({ Dockerfile: 'FROM scratch\nCOPY --from=lib /x /x\n' })
    const lib = temporaryTree({ x: '1', '.dockerignore': 'x\n' })
    expect(rerunning(await planOf(read(root, request(root, lib))))).toEqual(['COPY --from=lib /x /x: fails'])
  })

  test('that are missing say which', async () => {
    const root = temporaryTree({ Dockerfile: 'FROM scratch\nCOPY --from=lib /x /x\n' })
    const failure = await failureOf(read(root, request(root, join(root, 'nowhere'))))
    expect(failure).toMatchObject({ summary: `build context lib: ${root}/nowhere does not exist` })
  })

  test('that are missing stop a build that does not read them', async () => {
    const root = temporaryTree({ Dockerfile: 'FROM scratch\n' })
    const failure = await failureOf(read(root, request(root, join(root, 'nowhere'))))
    expect(failure).toMatchObject({ summary: `build context lib: ${root}/nowhere does not exist` })
  })
})

test('base images are asked for until no new one comes up', async () => {
  const root = temporaryTree({ Dockerfile: 'FROM app:1\n' })
  const asked: string[][] = []
  const config = { user: '', workdir: '', env: [], entrypoint: [], command: [], labels: {}, shell: [] }
  const resolveImages = async (refs: readonly string[]): Promise<BaseImage[]> => {
    asked.push([...refs])
    const onbuild = refs[0]!.includes('app') ? ['COPY --from=tools:2 /bin/tool /'] : []
    return refs.map((ref) => ({ ref, id: `sha256:${ref}`, digest: null, diffIds: [], config: { ...config, onbuild } }))
  }
  await planOf(readBuild(optionsFor(requestFor(root), { resolveImages })))
  expect(asked).toEqual([['docker.io/library/app:1'], ['docker.io/library/tools:2']])
})

test('digests are remembered: a second reading hashes nothing', async () => {
  const root = temporaryTree(project)
  const old = new Date('2024-01-01')
  for (const path of Object.keys(project)) utimesSync(join(root, path), old, old)
  const environment = ownCache()
  const phases: string[] = []
  const report = (phase: string) => phases.push(phase)
  // Files younger than a clock tick are hashed again, so that a change in the same tick cannot hide.
  const readOnce = () => planOf(readBuild(optionsFor(requestFor(root), { environment, report })))
  await readOnce()
  expect(phases).toContain('hashing')
  await expect
    .poll(async () => {
      phases.length = 0
      await readOnce()
      return phases.includes('hashing')
    })
    .toBe(false)
})

test('a context that is missing, or a file, says so', async () => {
  const root = temporaryTree({ file: '' })
  expect(await failureOf(read(join(root, 'nowhere')))).toMatchObject({ kind: 'no-context' })
  expect(await failureOf(read(join(root, 'file')))).toMatchObject({ kind: 'context-not-directory' })
})

test('only what steps read is hashed', async () => {
  const root = temporaryTree({ ...project, unread: 'x'.repeat(5000) })
  const result = await readBuild(optionsFor(requestFor(root)))
  const tree = result.kind === 'planned' && result.after.pastBuilds[0]!.trees.get('')
  expect(JSON.stringify(tree)).not.toContain('unread')
})

test('an unreadable place to remember digests in costs nothing but time', async () => {
  const root = temporaryTree(project)
  mkdirSync(join(root, 'cache'))
  writeFileSync(join(root, 'cache/layertui'), 'in the way')
  const environment = { XDG_CACHE_HOME: join(root, 'cache') }
  expect(rerunning(await planOf(readBuild(optionsFor(requestFor(root), { environment }))))).toEqual([])
  rmSync(join(root, 'cache'), { recursive: true })
})

test('an edit that keeps size and time is warned about, also when nothing hashed the file before', async () => {
  const root = temporaryTree({ Dockerfile: 'FROM scratch\nCOPY conf.sh /\n', 'conf.sh': 'PORT=80\n' })
  const path = join(root, 'conf.sh')
  const time = new Date('2026-01-01T00:00:00Z')
  utimesSync(path, time, time)
  const file = join(temporaryTree({}), 'baseline.json')
  await recordBaseline({ ...optionsFor(requestFor(root)), file, now: new Date() })
  writeFileSync(path, 'PORT=81\n')
  utimesSync(path, time, time)
  const warned = await planOf(
    readBuild(optionsFor(requestFor(root, { baseline: `file:${file}` }), { environment: ownCache() })),
  )
  expect(rerunning(warned)).toEqual([])
  expect(warned.warnings).toContainEqual({ kind: 'stale-files', context: null, paths: ['conf.sh'], more: 0 })
})
