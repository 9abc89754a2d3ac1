import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDirectory } from '../../../../src/sources/files/store/make-directory.ts'
import { temporaryTree } from '../temporary-tree.ts'

test('a directory is made with all above it, or is there already', () => {
  const path = join(temporaryTree(), 'a/b/c')
  makeDirectory(path)
  makeDirectory(path)
  expect(statSync(path).isDirectory()).toBe(true)
})

test('the system says why it cannot be made', () => {
  const root = temporaryTree({ file: '' })
  expect(() => makeDirectory(join(root, 'file'))).toThrow('EEXIST')
  expect(() => makeDirectory(join(root, 'file/a'))).toThrow('ENOTDIR')
  // There nothing can be made, although the parent is there.
  if (process.platform === 'linux') expect(() => makeDirectory('/proc/none/a/b')).toThrow('ENOENT')
})
