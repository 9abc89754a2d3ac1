import { execFileSync } from 'node:child_process'
import { truncateSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mebibyte, readRegularFile } from '../../src/sources/read-regular-file.ts'
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts'

let folder: ProjectFolder
beforeEach(() => {
  folder = projectFolder({ text: 'one\n', empty: '' })
})
afterEach(() => folder.remove())

const codeOf = (path: string, most = mebibyte): string => {
  try {
    readRegularFile(path, { most })
    return 'read'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

test('a regular file is read whole, also one that says it is empty', () => {
  expect(readRegularFile(`${folder.path}/text`, { most: 4 }).toString()).toBe('one\n')
  expect(readRegularFile(`${folder.path}/empty`, { most: 0 }).toString()).toBe('')
  if (process.platform === 'linux')
    expect(readRegularFile('/proc/self/status', { most: mebibyte }).toString()).toContain('Pid:')
})

test('a file that is larger than was agreed is refused before it is read', () => {
  truncateSync(`${folder.path}/text`, 3 * 1024 ** 3)
  expect(codeOf(`${folder.path}/text`, 16 * mebibyte)).toBe('larger than 16 MiB')
})

test.runIf(process.platform !== 'win32')('what would block or never end is refused', () => {
  execFileSync('mkfifo', [`${folder.path}/fifo`])
  expect(codeOf(`${folder.path}/fifo`)).toBe('not a regular file')
  expect(codeOf('/dev/zero')).toBe('not a regular file')
  expect(codeOf(folder.path)).toBe('EISDIR')
  expect(codeOf(`${folder.path}/nothing`)).toBe('ENOENT')
})
