import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts'
import { runLayertui } from '../support/run-layertui.ts'

let project: ProjectFolder
let elsewhere: ProjectFolder
beforeEach(() => {
  project = projectFolder({
    Dockerfile: 'FROM alpine\nCOPY a b /\nRUN make\nCMD ["sh"]\n',
    a: 'one\n',
    b: 'two\n',
  })
  elsewhere = projectFolder({})
})
afterEach(() => {
  project.remove()
  elsewhere.remove()
})

type Report = {
  readonly steps: readonly { readonly vertex: string; readonly status: string; readonly causes: unknown }[]
  readonly summary: { readonly cached: number; readonly rebuilt: number; readonly firstRebuilt: string | null }
  readonly warnings: readonly string[]
}

async function planOf(...words: readonly string[]): Promise<Report> {
  const { code, stdout, stderr } = await runLayertui(['plan', '--format', 'json', ...words, project.path])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Report
}

async function record({ builds } = { builds: 1 }): Promise<string> {
  const file = `${elsewhere.path}/base.json`
  const { code, stdout } = await runLayertui(['record', '-o', file, project.path])
  expect(code).toBe(0)
  expect(stdout).toBe(`recorded: ${file} (${builds} ${builds === 1 ? 'build' : 'builds'} known)\n`)
  return `file:${file}`
}

describe('plan and record', () => {
  test('right after a record everything is cached', async () => {
    const plan = await planOf('--baseline', await record())
    expect(plan.steps.map(({ vertex, status }) => [vertex, status])).toEqual([
      ['[1/3] FROM docker.io/library/alpine:latest', 'cached'],
      ['[2/3] COPY a b /', 'cached'],
      ['[3/3] RUN make', 'cached'],
    ])
  })

  test('an edit busts the step that reads it and what follows, with exact causes', async () => {
    const baseline = await record()
    project.write('a', 'other\n')
    const { steps, summary } = await planOf('--baseline', baseline)
    expect(steps.map(({ status, causes }) => [status, causes])).toEqual([
      ['cached', []],
      ['rebuilt', [{ kind: 'content', files: [{ path: 'a', change: 'modified' }], total: 1 }]],
      ['rebuilt', [{ kind: 'parent', step: 'stage-0/COPY/1', vertex: '[2/3] COPY a b /' }]],
    ])
    expect(summary).toMatchObject({ cached: 1, rebuilt: 2, firstRebuilt: '[2/3] COPY a b /' })
  })

  test('what was ever recorded stays cached, so a revert is cached again', async () => {
    const first = await record()
    project.write('a', 'other\n')
    await record({ builds: 2 })
    expect((await planOf('--baseline', first)).summary.rebuilt).toBe(0)
    project.write('a', 'one\n')
    expect((await planOf('--baseline', first)).summary.rebuilt).toBe(0)
  })

  test('another directory is a baseline too', async () => {
    elsewhere.write('Dockerfile', project.read('Dockerfile'))
    elsewhere.write('a', 'one\n')
    elsewhere.write('b', 'changed\n')
    const { steps } = await planOf('--baseline', `dir:${elsewhere.path}`)
    expect(steps[1]).toMatchObject({ causes: [{ kind: 'content', files: [{ path: 'b', change: 'modified' }] }] })
  })

  test('without an engine a warning says that bases are taken as unchanged', async () => {
    const { warnings } = await planOf('--baseline', await record())
    expect(warnings.join('\n')).toMatch(/alpine.*unchanged/)
  })

  test('a base that a digest names cannot change, and what other caches offer is not known', async () => {
    project.write('Dockerfile', `FROM alpine@sha256:${'a'.repeat(64)}\nCOPY a /\n`)
    expect((await planOf()).warnings).toEqual([])
    expect((await planOf('--cache-from', 'shop:main')).warnings).toEqual([
      'what --cache-from shop:main offers is not known: steps that re-run here may be found there',
    ])
  })

  test('a log gets plain text of at most 100 columns, whatever the length of a command', async () => {
    project.write('Dockerfile', `FROM alpine\nRUN echo ${'x'.repeat(300)}\n`)
    const { stdout } = await runLayertui(['plan', project.path], { env: { CI: 'true' } })
    expect(stdout).not.toContain('\x1b')
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100)
  })

  test('the workbench without a terminal prints its plan', async () => {
    const { code, stdout } = await runLayertui([project.path])
    expect(code).toBe(0)
    expect(stdout).toContain('all 3 steps cached')
  })

  test('a pasted build command works', async () => {
    const words = ['docker', 'build', '-t=shop', '-q', '--label', 'a=b', '--progress=plain', project.path]
    const { code, stdout } = await runLayertui(words)
    expect(code).toBe(0)
    expect(stdout).toContain('COPY a b /')
  })
})

describe('bad input', () => {
  test('a Dockerfile that a build would reject: 3, with its place', async () => {
    project.write('Dockerfile', 'FROM alpine\n\nCPY a /\n')
    const { code, stdout, stderr } = await runLayertui(['plan', project.path])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/^Dockerfile:3:\d+: unknown instruction: CPY/i)
  })

  test('an ignore file that a build would reject: 3, with its place', async () => {
    project.write('.dockerignore', 'ok\n[a-\n')
    const { code, stderr } = await runLayertui(['plan', project.path])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^\.dockerignore:2:1: /)
  })

  test.each([
    [['plan', '/nowhere/at/all'], 1, /^layertui: .*nowhere/],
    [['plan', '--baseline', 'file:/nowhere.json', '.'], 1, /^layertui: .*nowhere\.json/],
    [['plan', '--tagret', 'x'], 2, /^layertui: unknown option '--tagret'\n {2}did you mean --target\?\n$/],
    [
      ['plan', '--baseline', 'yesterday'],
      2,
      /^layertui: --baseline yesterday: expected file:PATH, dir:PATH, now or none\n$/,
    ],
  ])('%j: %i', async (words, expected, message) => {
    const { code, stdout, stderr } = await runLayertui(words, { cwd: project.path })
    expect([code, stdout]).toEqual([expected, ''])
    expect(stderr).toMatch(message)
  })

  test('no Dockerfile: the names that were tried and those that are there', async () => {
    const directory = projectFolder({ 'docker/web.Dockerfile': 'FROM alpine\n' })
    try {
      const { code, stderr } = await runLayertui(['plan', directory.path])
      expect(code).toBe(1)
      expect(stderr).toMatch(/tried Dockerfile and dockerfile/)
      expect(stderr).toMatch(/docker\/web\.Dockerfile/)
    } finally {
      directory.remove()
    }
  })

  test.each(['{"version":99}', '{"version"', 'hello'])(
    'a baseline file that is none (%s) is refused and kept',
    async (text) => {
      elsewhere.write('bad.json', text)
      const file = `${elsewhere.path}/bad.json`
      const read = await runLayertui(['plan', '--baseline', `file:${file}`, project.path])
      expect(read.code).toBe(1)
      expect(read.stderr).toContain('bad.json')
      const written = await runLayertui(['record', '-o', file, project.path])
      expect(written.code).toBe(1)
      expect(elsewhere.read('bad.json')).toBe(text)
    },
  )
})

test('help and version', async () => {
  const { version } = JSON.parse(projectVersion()) as { version: string }
  expect(await runLayertui(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  const { code, stdout } = await runLayertui(['plan', '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('Examples:')
})

function projectVersion(): string {
  return readFileSync('package.json', 'utf8')
}
