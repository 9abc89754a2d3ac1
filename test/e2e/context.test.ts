import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts'
import { runLayertui } from '../support/run-layertui.ts'

let project: ProjectFolder
beforeEach(() => {
  project = projectFolder({
    Dockerfile: 'FROM alpine\nCOPY package.json ./\nRUN make\nCOPY src src\n',
    '.dockerignore': 'node_modules\n*.log\n!keep.log\n',
    'package.json': '{}\n',
    'src/a.ts': 'one\n',
    'notes.txt': 'two\n',
    'keep.log': '',
    'build.log': 'lots\n',
    'node_modules/x/index.js': 'module\n',
    'node_modules/y/index.js': 'module\n',
  })
})
afterEach(() => project.remove())

async function jsonOf(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { code, stdout, stderr } = await runLayertui([...words, '--format', 'json'], { cwd: project.path })
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>
}

describe('context', () => {
  test('JSON: each path with the lines that take it or the rule that leaves it out, ignored trees as one row', async () => {
    const { schemaVersion, files, totals } = await jsonOf('context')
    expect(schemaVersion).toBe(1)
    const copy = { vertex: '[2/4] COPY package.json ./', line: 2 }
    const nothing = { takenBy: [], ignored: false, rule: null }
    const rule = (line: number, pattern: string) => ({
      takenBy: [],
      ignored: true,
      rule: { file: '.dockerignore', line, pattern },
    })
    expect(files).toEqual([
      { path: '.dockerignore', type: 'file', sizeBytes: 29, ...nothing },
      { path: 'Dockerfile', type: 'file', sizeBytes: 55, ...nothing },
      { path: 'build.log', type: 'file', sizeBytes: 5, ...rule(2, '*.log') },
      { path: 'keep.log', type: 'file', sizeBytes: 0, ...nothing },
      { path: 'node_modules', type: 'directory', files: 2, sizeBytes: 14, ...rule(1, 'node_modules') },
      { path: 'notes.txt', type: 'file', sizeBytes: 4, ...nothing },
      { path: 'package.json', type: 'file', sizeBytes: 3, ...nothing, takenBy: [copy] },
      {
        path: 'src/a.ts',
        type: 'file',
        sizeBytes: 4,
        ...nothing,
        takenBy: [{ vertex: '[4/4] COPY src src', line: 4 }],
      },
    ])
    expect(totals).toEqual({
      taken: { files: 2, sizeBytes: 7 },
      untaken: { files: 4, sizeBytes: 88 },
      ignored: { files: 3, sizeBytes: 19 },
    })
  })

  test('text: the same in rows, names from outside made harmless', async () => {
    project.write('src/\x1b[31mred', 'x')
    const { code, stdout } = await runLayertui(['context', project.path])
    expect(code).toBe(0)
    expect(stdout).not.toContain('\x1b')
    expect(stdout).toMatch(/^src\/ +4 +5 B {2}2 files$/m)
    expect(stdout).toMatch(/^node_modules\/ +ignored +14 B {2}2 files {2}\.dockerignore:1$/m)
    expect(stdout).toMatch(/^7 files, .* in the context · .* read by no step · 3 files, 19 B ignored$/m)
  })

  test('a Dockerfile that a build would reject: 3', async () => {
    project.write('Dockerfile', 'FROM alpine\nCPY a b\n')
    const { code, stdout, stderr } = await runLayertui(['context', project.path])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/^Dockerfile:2:/)
  })
})

describe('why', () => {
  test.each([
    ['package.json', 'yes', null, [2], [2, 3, 4]],
    ['src/a.ts', 'yes', null, [4], [4]],
    ['notes.txt', 'unasked', null, [], []],
    ['build.log', 'ignored', 2, [], []],
    ['node_modules/x/index.js', 'ignored', 1, [], []],
    ['keep.log', 'unasked', 3, [], []],
  ])('%s: %s', async (path, sent, line, readBy, rebuilt) => {
    const answer = (await jsonOf('why', path)) as {
      readonly rule: { readonly line: number } | null
      readonly readBy: readonly { readonly line: number }[]
      readonly change: { readonly rebuilt: readonly { readonly line: number }[] }
    }
    expect(answer).toMatchObject({ schemaVersion: 1, path, sent })
    expect(answer.rule?.line ?? null).toBe(line)
    expect(answer.readBy.map((reader) => reader.line)).toEqual(readBy)
    expect(answer.change.rebuilt.map((reader) => reader.line)).toEqual(rebuilt)
  })

  test('a path counts from here, else from the context; one outside is refused with 1', async () => {
    const fromElsewhere = await runLayertui(['why', 'src/a.ts', project.path], { cwd: '/' })
    expect(fromElsewhere.stdout).toContain('read by  line 4  [4/4] COPY src src')
    const outside = await runLayertui(['why', '/etc/hostname', project.path])
    expect([outside.code, outside.stdout]).toEqual([1, ''])
    expect(outside.stderr).toMatch(/^layertui: \/etc\/hostname is outside the context/)
  })
})
