import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts'
import { runLayertui } from '../support/run-layertui.ts'

let project: ProjectFolder
beforeEach(() => {
  project = projectFolder({
    'apps/web/Dockerfile': 'FROM node\nCOPY package.json ./\n',
    'apps/web/package.json': '{}\n',
    'docker/Dockerfile.dev': 'FROM node\nCOPY . .\n',
    'docker/web.Dockerfile': 'FROM node\nCOPY apps/web /\n',
    'src/Api/Dockerfile': 'FROM dotnet\nCOPY src/Api/entrypoint.sh /\n',
    'src/Api/entrypoint.sh': 'exec api\n',
    'compose.yaml': 'services: {}\n',
  })
})
afterEach(() => project.remove())

const run = (...words: readonly string[]) => runLayertui(words, { cwd: project.path })

test('a context without a Dockerfile gets the list of those below it, as commands that work', async () => {
  const { code, stdout, stderr } = await run('plan')
  expect([code, stdout]).toEqual([1, ''])
  const commands = stderr.split('\n').filter((line) => line.startsWith('  layertui -f '))
  expect(commands).toEqual([
    '  layertui -f apps/web/Dockerfile apps/web',
    '  layertui -f docker/Dockerfile.dev .',
    '  layertui -f docker/web.Dockerfile .',
    '  layertui -f src/Api/Dockerfile .',
  ])
  for (const command of commands) {
    const plan = await run('plan', '--format', 'json', ...command.trim().split(' ').slice(1))
    expect((JSON.parse(plan.stdout) as { summary: { fails: number } }).summary.fails).toBe(0)
  }
})

test.each([
  ['apps/web', 'apps/web/Dockerfile'],
  ['apps/web/dockerfil', 'apps/web/Dockerfile'],
  ['docker/web', 'docker/web.Dockerfile'],
  ['docker/dev', 'docker/Dockerfile.dev'],
])('-f %s: did you mean %s?', async (asked, meant) => {
  const { code, stderr } = await run('plan', '-f', asked, '.')
  expect(code).toBe(1)
  expect(stderr).toContain(`did you mean -f ${meant}?`)
})

test.each([
  ['compose.yaml', 'docker compose'],
  ['docker-compose.dev.yml', 'docker compose'],
  ['docker-bake.hcl', 'docker buildx bake'],
])('-f %s names the program that reads it', async (file, reader) => {
  const { code, stderr } = await run('plan', '-f', file, '.')
  expect(code).toBe(2)
  expect(stderr).toContain(`${file} is no Dockerfile: ${reader} reads it`)
})

test('sources that are there relative to a directory above: the context may be meant to be that', async () => {
  const { code, stdout, stderr } = await run('plan', 'src/Api')
  expect(code).toBe(0)
  expect(stdout).toContain('not found')
  expect(stderr).toContain('layertui -f src/Api/Dockerfile .')
})

test('sources that are nowhere: no such hint', async () => {
  project.write('src/Api/Dockerfile', 'FROM dotnet\nCOPY nowhere /\n')
  expect((await run('plan', 'src/Api')).stderr).toBe('')
})

test('--target offers the nearest names of many, not all', async () => {
  const names = ['binary', 'bin-debug', ...Array.from({ length: 40 }, (_, index) => `other-stage-${index}`)]
  project.write('Dockerfile', names.map((name) => `FROM alpine AS ${name}\n`).join(''))
  const { code, stderr } = await run('plan', '--target', 'bin', '.')
  expect(code).toBe(3)
  expect(stderr).toMatch(/nearest stages: (binary, bin-debug|bin-debug, binary), /)
  expect(stderr).toContain('37 more')
  expect(stderr).not.toContain('other-stage-39')
})
