import { expect, it } from 'vitest'
import {
  baseName,
  cleanPath,
  directoryName,
  isAtOrBelow,
  joinPath,
  rootRelative,
} from '../../../src/dockerfile/values/container-path.ts'

it.each([
  ['', '.'],
  ['.', '.'],
  ['/', '/'],
  ['a//b/./c/', 'a/b/c'],
  ['/a/../../b', '/b'],
  ['../a/..', '..'],
  ['a/..', '.'],
])('Go cleans %j to %j', (path, clean) => {
  expect(cleanPath(path)).toBe(clean)
})

it('joins, and leaves out what is empty', () => {
  expect(joinPath('/a', '', '../b/')).toBe('/b')
  expect(joinPath('', '')).toBe('')
})

it.each([
  ['/a/b', 'b', '/a'],
  ['/a/b/', 'b', '/a/b'],
  ['a', 'a', '.'],
  ['/', '/', '/'],
  ['', '.', '.'],
])('splits %j into %j and what is before it, %j', (path, base, directory) => {
  expect([baseName(path), directoryName(path)]).toEqual([base, directory])
})

it('makes a path relative to a root that it cannot leave', () => {
  expect(rootRelative('../../a/b/')).toBe('a/b')
  expect(rootRelative('/')).toBe('')
})

it('knows what lies below what', () => {
  expect(isAtOrBelow('/a/b', '/a')).toBe(true)
  expect(isAtOrBelow('/ab', '/a')).toBe(false)
  expect(isAtOrBelow('/a', '/')).toBe(true)
})
