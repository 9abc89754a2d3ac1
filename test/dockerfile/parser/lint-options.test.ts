import { expect, it } from 'vitest'
import { detectCheck } from '../../../src/dockerfile/parser/directives.ts'
import { parseLintOptions } from '../../../src/dockerfile/parser/lint-options.ts'

it.each([
  ['', [], false],
  ['error=true', [], true],
  ['skip=A, B;error=T', ['A', 'B'], true],
  ['experimental=all;error=0', [], false],
])('check=%s', (text, skip, error) => {
  expect(parseLintOptions(text)).toEqual({ skip: new Set(skip), error })
})

it('skips everything', () => {
  expect(parseLintOptions('skip=all')).toEqual({ skip: 'all', error: false })
})

it.each(['bogus', 'error', 'error=maybe', 'foo=bar', ';', 'error=true;'])('check=%s stops the build', (text) => {
  expect(() => parseLintOptions(text)).toThrow('failed to parse check option')
})

it.each([
  ['# check=skip=A;error=true\nFROM x\n', 'skip=A;error=true'],
  ['#!/x\n# escape=\\\n# check=skip=A, B;error=true\nFROM x\n', 'skip=A,'],
  ['  # check=error=true\nFROM x\n', null],
  ['FROM x\n', null],
])('the directive of %j', (text, value) => {
  expect(detectCheck(text)).toBe(value)
})
