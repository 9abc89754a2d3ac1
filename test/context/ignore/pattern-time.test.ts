import { expect, it } from 'vitest'
import { GlobMatcher } from '../../../src/context/ignore/glob.ts'
import { compileIgnoreRules } from '../../../src/context/ignore/ignore-file.ts'
import { compilePatterns, type PathMatching } from '../../../src/context/ignore/pattern-matcher.ts'

// Matchers that try every way in which the wildcards could share a name would not come back from any of these.
const manyLetters = 'a'.repeat(200)
const manyDirectories = `${'a/'.repeat(100)}x`

const matches = (pattern: string, path: string, matching: PathMatching): boolean =>
  compilePatterns([pattern], matching)[0]!.matches(path)

const matchings: readonly PathMatching[] = ['inherited', 'each']

it.each(matchings)(
  'many wildcards in an ignore pattern cost no more than their number times the length: %s',
  (matching) => {
    const stars = `src/${'*a'.repeat(12)}`
    expect(matches(`${stars}*b`, `src/${manyLetters}`, matching)).toBe(false)
    expect(matches(`${stars}*b`, `src/${manyLetters}b`, matching)).toBe(true)
    const classes = `src/${'*[a-c]?'.repeat(12)}`
    expect(matches(`${classes}*d`, `src/${manyLetters}`, matching)).toBe(false)
    expect(matches(`${classes}*d`, `src/${manyLetters}d`, matching)).toBe(true)
    const directories = '**/a/'.repeat(12)
    expect(matches(`${directories}**/b`, manyDirectories, matching)).toBe(false)
    expect(matches(`${directories}**/x`, manyDirectories, matching)).toBe(true)
  },
)

it('many wildcards in a source of COPY cost no more than their number times the length', () => {
  for (const [pattern, end] of [
    [`${'*a'.repeat(12)}*b`, 'b'],
    [`${'*[a-c]'.repeat(12)}*\\b`, 'b'],
    [`${'*?'.repeat(12)}*b`, 'b'],
  ] as const) {
    expect(new GlobMatcher(pattern).match(manyLetters)).toBe(false)
    expect(new GlobMatcher(pattern).match(manyLetters + end)).toBe(true)
  }
})

it.each([
  ['src/*.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/a/b.ts', false],
  ['src/*.ts', 'src/.ts', true],
  ['*', 'a', true],
  ['*', 'a/b', false],
  ['ab*ba', 'aba', false],
  ['ab*ba', 'abba', true],
])('one star: %s and %s', (pattern, name, expected) => {
  expect(new GlobMatcher(pattern).match(name)).toBe(expected)
})

it('groups, alternatives and counts of Docker 20.10 keep their meaning and cost as little', () => {
  expect(matches('(a+)+b', manyLetters, 'each')).toBe(false)
  expect(matches('(a|a)*b|a{200}', manyLetters, 'each')).toBe(true)
})

it.each(['a{1001}', 'a{2,1}'])('what RE2 does not read stops a build of Docker 20.10: %s', (pattern) => {
  expect(() => compileIgnoreRules(pattern, 'each')).toThrow('syntax error in pattern')
})
