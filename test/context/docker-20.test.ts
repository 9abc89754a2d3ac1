import { describe, expect, test } from 'vitest'
import { compileIgnoreRules } from '../../src/context/ignore/ignore-file.ts'
import { selectSent } from '../../src/context/transfer/select-sent.ts'
import { walkEntries } from '../../src/context/tree/entry.ts'
import { keepIncluded } from './keep-included.ts'
import { tree } from './tree.ts'

const pathsOf = (root: ReturnType<typeof tree>) => [...walkEntries(root)].map(([path]) => path)

describe('an ignore file, each path by itself', () => {
  const context = tree({ 'a/b/f': '1', 'a/g': '2', 'src/x.js': '3', 'a+b.txt': '4', aab: '5' })
  const kept = (ignore: string) => pathsOf(keepIncluded(context, compileIgnoreRules(ignore, 'each')))

  test('an exception takes back what lies below an earlier pattern', () => {
    expect(kept('a/b\n!a\n')).toContain('a/b/f')
  })

  test('an exception with a glob does not bring back an ignored directory, one that names it does', () => {
    expect(kept('**\n!**/*.js\n')).toEqual([])
    expect(kept('**\n!src/x.js\n')).toEqual(['src', 'src/x.js'])
  })

  test('a directory that an exception leads through is sent, even if nothing is there', () => {
    expect(kept('*\n!a/b/nothing\n')).toEqual(['a', 'a/b'])
  })

  test('characters of regular expressions keep their meaning', () => {
    expect(kept('a+b.txt\n')).toContain('a+b.txt')
    expect(kept('a{2}b\n')).not.toContain('aab')
    expect(kept('^a+b$\n')).toContain('aab')
    expect(kept('(aab|a/g)\n')).not.toContain('a/g')
  })

  test('names the line that decided', () => {
    const rules = compileIgnoreRules('a\n!a/b\na/b/f\n', 'each')
    expect(rules.explain('a/g')).toEqual({ line: 1, pattern: 'a' })
    expect(rules.explain('a/b/f')).toEqual({ line: 3, pattern: 'a/b/f' })
    expect(rules.explain('src/x.js')).toBeNull()
  })
})

describe('what is asked for, name by name', () => {
  const context = tree({ 'd/one.txt': '1', 'd/e/two': '2', 'other/x': '3' })
  const sent = (...paths: string[]) => pathsOf(selectSent(context, paths, 'each'))

  test('directories on the way are sent, whatever is found', () => {
    expect(sent('/d/*.md')).toEqual(['d'])
    expect(sent('/d/*.txt')).toEqual(['d', 'd/one.txt'])
  })

  test('what has matched is sent whole', () => {
    expect(sent('/d/e')).toEqual(['d', 'd/e', 'd/e/two'])
  })
})
