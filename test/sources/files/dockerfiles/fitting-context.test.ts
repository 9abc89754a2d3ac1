import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { fittingContext } from '../../../../src/sources/files/dockerfiles/fitting-context.ts'
import { listDockerfiles } from '../../../../src/sources/files/dockerfiles/list-dockerfiles.ts'
import { type ProjectFolder, projectFolder } from '../../../support/project-folder.ts'

const folders: ProjectFolder[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove()
})

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = projectFolder(files)
  folders.push(folder)
  return folder.path
}

const git = (directory: string, ...words: string[]) =>
  execFileSync('git', ['-C', directory, '-c', 'user.name=T', '-c', 'user.email=t@localhost', ...words], {
    stdio: 'ignore',
  })

test.each([
  ['its own directory has what COPY takes', 'web/Dockerfile', 'COPY package.json /', { 'web/package.json': '' }, 'web'],
  ['the root has it', 'web/Dockerfile', 'COPY web/a libs /', { 'web/a': '', 'libs/b': '' }, ''],
  ['a directory between has it', 'a/b/Dockerfile', 'COPY go.mod b/x /', { 'a/go.mod': '', 'a/b/x': '' }, 'a'],
  ['most of it is at the root', 'web/Dockerfile', 'COPY a b web.txt /', { a: '', b: '', 'web/web.txt': '' }, ''],
  ['a wildcard counts by its directory', 'web/Dockerfile', 'COPY src/*.ts /', { 'src/a.ts': '' }, ''],
  ['all fit alike: the nearest', 'web/Dockerfile', 'COPY . .', {}, 'web'],
  ['a directory of Dockerfiles alone is not the nearest', 'docker/web.Dockerfile', 'COPY . .', {}, ''],
  ['mounts count', 'web/Dockerfile', 'RUN --mount=type=bind,source=libs,target=/l ls', { 'libs/a': '' }, ''],
])('the context that fits: %s', (_, dockerfile, line, files, expected) => {
  const root = folderWith({ [dockerfile]: `FROM alpine\n${line}\n`, ...files })
  expect(relative(root, fittingContext(join(root, dockerfile), root)!.directory)).toBe(expected)
})

test('without git a bounded walk finds the Dockerfiles, by all of their usual names', async () => {
  const root = folderWith({
    'a/Dockerfile': '',
    'a/Dockerfile.dev': '',
    'b/web.dockerfile': '',
    'b/Containerfile': '',
    'b/Dockerfile.dockerignore': '',
    'c/dockerfile.md/x': '',
    'node_modules/x/Dockerfile': '',
  })
  expect(await listDockerfiles(root)).toEqual([
    'a/Dockerfile',
    'a/Dockerfile.dev',
    'b/Containerfile',
    'b/web.dockerfile',
  ])
})

test('in a repository those count that git does not ignore', async () => {
  const root = folderWith({ Dockerfile: '', 'vendor/x/Dockerfile': '', 'new/Dockerfile': '', '.gitignore': 'vendor\n' })
  git(root, 'init', '--quiet')
  git(root, 'add', 'Dockerfile', '.gitignore')
  expect(await listDockerfiles(root)).toEqual(['Dockerfile', 'new/Dockerfile'])
})

test('no program that a repository names in its settings runs', async () => {
  const root = folderWith({ Dockerfile: '', 'trap.sh': '#!/bin/sh\ntouch "$(dirname "$0")/sprung"\n' })
  git(root, 'init', '--quiet')
  git(root, 'add', 'Dockerfile')
  const trap = join(root, 'trap.sh')
  chmodSync(trap, 0o755)
  git(root, 'config', 'core.fsmonitor', trap)
  git(root, 'config', 'core.pager', trap)
  expect(await listDockerfiles(root)).toEqual(['Dockerfile'])
  expect(existsSync(join(root, 'sprung'))).toBe(false)
  // The trap works where it is not switched off.
  git(root, 'status')
  expect(existsSync(join(root, 'sprung'))).toBe(true)
})
