import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts'
import { runLayertui } from '../support/run-layertui.ts'

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
