import { expect, test } from 'vitest'
import { cleanPath } from '../../../src/sources/tar/clean-path.ts'

test.each([
  ['etc/hosts', 'etc/hosts'],
  ['./etc/hosts', 'etc/hosts'],
  ['/etc/hosts', 'etc/hosts'],
  ['etc/', 'etc'],
  ['./', ''],
  ['.', ''],
  ['a//b/./c/', 'a/b/c'],
  ['../../etc/passwd', 'etc/passwd'],
  ['a/../../b', 'b'],
  ['..a/b..', '..a/b..'],
])('%j is %j', (name, path) => {
  expect(cleanPath(name)).toBe(path)
})

test('a path that no system can have is damage', () => {
  expect(() => cleanPath('a/'.repeat(3000))).toThrow('6000 characters')
})
