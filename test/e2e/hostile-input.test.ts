import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, truncateSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts'
import { runLayertui } from '../support/run-layertui.ts'
import { startInTerminal } from '../support/terminal/start-terminal.ts'

// Input that nobody writes by accident. Each ends in an answer or in one clear line; none in a crash, a hang or a full memory.

let project: ProjectFolder
beforeEach(() => {
  project = projectFolder({ a: 'one\n' })
})
afterEach(() => project.remove())

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('')

const plan = (dockerfile: string) => {
  project.write('Dockerfile', dockerfile)
  return runLayertui(['plan', project.path])
}

describe('a Dockerfile that grows in the reading', () => {
  test.each([
    ['ENV that doubles', `FROM scratch\nENV A=a\n${lines(40, () => 'ENV A=$A$A')}`, 'Dockerfile:20:1'],
    ['ARG that doubles', `FROM scratch\nARG A=a\n${lines(40, () => 'ARG A=$A$A')}`, 'Dockerfile:20:1'],
    ['ENV that replaces', `FROM scratch\nENV A=aaaa\n${lines(20, () => 'ENV A=${A//a/aaaa}')}`, 'Dockerfile:10:1'],
    ['nested substitutions', `FROM scratch\nLABEL a=${'${a:-'.repeat(9000)}x${'}'.repeat(9000)}\n`, 'Dockerfile:2:1'],
  ])('%s: a line that names its place, and exit code 1', async (_name, dockerfile, place) => {
    const { code, stdout, stderr } = await plan(dockerfile)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(new RegExp(`^${place}: .+\n$`))
  })
})

test('the classic builder meets the limits while its steps are walked', async () => {
  project.write('Dockerfile', `FROM scratch\nENV A=a\n${lines(40, () => 'ENV A=$A$A')}`)
  const { code, stderr } = await runLayertui(['plan', '--rules', 'legacy', project.path])
  expect([code, stderr.split('\n')[0]]).toEqual([1, expect.stringMatching(/^layertui: Dockerfile:20:1: .+131,072/)])
})

describe('a message that quotes something long', () => {
  test.each([
    ['a syntax line', `# syntax=${'x'.repeat(1_000_000)}\nFROM scratch\nCOPY a /\n`],
    ['a keyword', `FROM scratch\n${'x'.repeat(60_000)}\n`],
    ['a base', `FROM ${'X'.repeat(60_000)}\n`],
  ])('stays a message: %s', async (_name, dockerfile) => {
    const { code, stderr } = await plan(dockerfile)
    expect(code).toBe(3)
    expect(stderr.length).toBeLessThan(1000)
    expect(stderr).toContain('…')
  })
})

test('a Dockerfile line of blanks is read once', async () => {
  const blanks = ' '.repeat(65_000)
  const { code, stdout } = await plan(`FROM scratch\nLABEL a=b${blanks}c=d\nCOPY a${blanks}/\n${blanks}\n`)
  expect(code).toBe(0)
  expect(stdout).toContain('COPY a')
})

describe('an output that cannot be written', () => {
  const intoFullDisk = (words: readonly string[]) => {
    const full = openSync('/dev/full', 'w')
    try {
      return spawnSync(process.execPath, ['bin/layertui.js', ...words], { stdio: ['ignore', full, 'pipe'] })
    } finally {
      closeSync(full)
    }
  }

  test.runIf(process.platform === 'linux').each([['--format', 'json'], ['--format', 'text'], ['--help']])(
    'is a failure: plan %s %s',
    (...words) => {
      project.write('Dockerfile', 'FROM scratch\nCOPY a /\n')
      const { status, stderr } = intoFullDisk(['plan', project.path, ...words])
      expect(stderr.toString()).toBe('layertui: the output could not be written (ENOSPC)\n')
      expect(status).toBe(1)
    },
  )

  test('is none where the reader has gone', () => {
    project.write('Dockerfile', `FROM scratch\n${lines(3000, (index) => `LABEL a${index}=b`)}`)
    const piped = 'node bin/layertui.js plan "$1" | head -1; echo "${PIPESTATUS[0]}"'
    const { stdout, stderr } = spawnSync('bash', ['-c', piped, 'bash', project.path], { encoding: 'utf8' })
    expect([stdout.trim().split('\n').at(-1), stderr]).toEqual(['0', ''])
  })
})

describe.runIf(process.platform === 'linux')('a file that blocks, never ends or is enormous', () => {
  const simple = 'FROM scratch\nCOPY . /\n'
  const fifo = (name: string) => execFileSync('mkfifo', [`${project.path}/${name}`])

  test.each([
    ['a FIFO as Dockerfile', () => fifo('Dockerfile'), [], 1, 'Dockerfile cannot be read (not a regular file)'],
    ['a device as Dockerfile', () => {}, ['-f', '/dev/zero'], 1, '/dev/zero cannot be read (not a regular file)'],
    ['a FIFO as ignore file', () => fifo('.dockerignore'), [], 3, '.dockerignore: cannot be read (not a regular file)'],
    ['a FIFO as baseline', () => fifo('base'), ['base'], 1, 'base cannot be read (not a regular file)'],
    ['a device as baseline', () => {}, ['/dev/zero'], 1, 'baseline /dev/zero cannot be read (not a regular file)'],
  ] as const)('%s', async (_name, prepare, words, code, message) => {
    if (!_name.endsWith('as Dockerfile')) project.write('Dockerfile', simple)
    prepare()
    const [first, file] = words
    const baseline = first === undefined || first === '-f' ? [] : ['--baseline', `file:${first}`]
    const options = file === undefined ? baseline : ['-f', file]
    const { stderr, ...finished } = await runLayertui(['plan', '.', ...options], { cwd: project.path })
    expect(stderr).toContain(message)
    expect(finished.code).toBe(code)
  })

  test('gigabytes as Dockerfile, ignore file and baseline', async () => {
    project.write('Dockerfile', simple)
    project.write('base', '')
    truncateSync(`${project.path}/base`, 3 * 1024 ** 3)
    const options = ['--baseline', `file:${project.path}/base`]
    expect((await runLayertui(['plan', project.path, ...options])).stderr).toContain('larger than 256 MiB')
    project.write('.dockerignore', 'base\n')
    truncateSync(`${project.path}/.dockerignore`, 3 * 1024 ** 3)
    expect((await runLayertui(['plan', project.path])).stderr).toContain('larger than 16 MiB')
    truncateSync(`${project.path}/Dockerfile`, 3 * 1024 ** 3)
    expect((await runLayertui(['plan', project.path])).stderr).toContain('larger than 16 MiB')
  })

  test('a FIFO as configuration of docker', async () => {
    project.write('Dockerfile', 'FROM scratch\nCOPY a /\n')
    fifo('config.json')
    const env = { DOCKER_CONFIG: project.path, DOCKER_HOST: undefined, DOCKER_CONTEXT: undefined }
    expect((await runLayertui(['plan', project.path], { env })).code).toBe(0)
  })
})

test('an empty HOME leaves nothing in the context', async () => {
  project.write('Dockerfile', 'FROM scratch\nCOPY . /\n')
  const env = { HOME: '', XDG_CACHE_HOME: undefined }
  expect((await runLayertui(['plan', '.'], { cwd: project.path, env })).code).toBe(0)
  expect(readdirSync(project.path).sort()).toEqual(['Dockerfile', 'a'])
})

test('four that record into one file at once are all in it', async () => {
  const states = ['one', 'two', 'three', 'four'].map((a) =>
    projectFolder({ Dockerfile: 'FROM scratch\nCOPY a /\n', a }),
  )
  const file = `${project.path}/base.json`
  try {
    const recorded = await Promise.all(states.map(({ path }) => runLayertui(['record', '-o', file, path])))
    expect(recorded.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    for (const { path } of states) {
      const { stdout } = await runLayertui(['plan', '--baseline', `file:${file}`, path])
      expect(stdout).toContain('✓ 1 step, cached')
    }
  } finally {
    for (const state of states) state.remove()
  }
})

test.runIf(process.platform === 'linux')(
  'a path that is too long for the system stops the copy, as it stops a build',
  async () => {
    project.write('Dockerfile', 'FROM scratch\nCOPY . /\n')
    const name = 'd'.repeat(200)
    const deep = `cd "$1" && for i in $(seq 25); do mkdir ${name} && cd ${name} || exit 1; done`
    execFileSync('bash', ['-c', deep, 'bash', project.path])
    try {
      const { stdout, code } = await runLayertui(['plan', '--format', 'json', project.path])
      expect(code).toBe(0)
      expect(stdout).toContain('ENAMETOOLONG')
    } finally {
      execFileSync('rm', ['-rf', `${project.path}/${name}`])
    }
  },
)

test('a cache directory in which nothing can be made costs speed only', async () => {
  project.write('Dockerfile', 'FROM scratch\nCOPY . /\n')
  expect((await runLayertui(['plan', project.path], { env: { XDG_CACHE_HOME: '/proc/none' } })).code).toBe(0)
})

test.runIf(process.platform === 'linux').each([24, 27, 30, 33])(
  'with %i files to open the workbench says that there are too few, or works',
  async (files) => {
    project.write('Dockerfile', 'FROM scratch\nCOPY a /\n')
    const started = `ulimit -n ${files}; exec "$1" bin/layertui.js "$2"`
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' }
    const program = startInTerminal('bash', ['-c', started, 'bash', process.execPath, project.path], { env })
    try {
      await program.waitFor(/EMFILE|Plan/)
      program.press('q')
      const { code } = await program.exited()
      expect([0, 1]).toContain(code)
    } finally {
      await program.close()
    }
  },
)
