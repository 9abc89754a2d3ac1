import { describe, expect, it } from 'vitest'
import { compileIgnoreRules, IgnoreFileError } from '../../../src/context/ignore/ignore-file.ts'

describe('which line of an ignore file decided', () => {
  const rules = compileIgnoreRules('# caches\n\nnode_modules\n**/*.log\n!important.log\nimportant.*\n')

  it.each([
    ['node_modules', 3, 'node_modules'],
    ['node_modules/left-pad/index.js', 3, 'node_modules'],
    ['src/debug.log', 4, '**/*.log'],
    ['important.log', 6, 'important.*'],
  ])('%s', (path, line, pattern) => {
    expect(rules.explain(path)).toEqual({ line, pattern })
  })

  it('none, for what is not ignored', () => {
    expect(rules.explain('src/main.ts')).toBeNull()
    expect(compileIgnoreRules('*.log\n!keep.log').explain('keep.log')).toBeNull()
  })
})

it.each([
  ['ok\n[a-', 2],
  ['a\nb\n!', 3],
])('a pattern that stops a build is told with its line: %j', (text, line) => {
  try {
    compileIgnoreRules(text)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(IgnoreFileError)
    expect((error as IgnoreFileError).line).toBe(line)
  }
})

it('a line is as long as the reader of a builder takes it', () => {
  expect(compileIgnoreRules(`${'a'.repeat(65_535)}\nb`).patterns).toHaveLength(2)
  expect(() => compileIgnoreRules(`b\n#${'a'.repeat(65_535)}`)).toThrow('bufio.Scanner: token too long')
})
