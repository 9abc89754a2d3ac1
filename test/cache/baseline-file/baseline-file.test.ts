import { describe, expect, test } from 'vitest'
import { parseBaseline, serializeBaseline } from '../../../src/cache/baseline-file/baseline-file.ts'
import { emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { dir, file, link } from '../../context/tree.ts'
import { build } from '../small-build.ts'

const meta = { recordedAt: '2026-11-24T12:00:00.000Z' }
const dockerfile = 'FROM alpine AS a\nCOPY . /src\nRUN make\nFROM a\nCOPY --from=a /src /x\n'
const files = {
  f: file('text', { mode: 0o755, mtime: 3, inode: '1:2', xattrs: 'user.k=v' }),
  'd/': dir(0o700),
  l: link('f'),
}
const builder = build({ dockerfile, files }, emptyBuilder).after
const text = serializeBaseline(builder, meta)

describe('a baseline file', () => {
  test('holds all that a builder remembers', () => {
    expect(parseBaseline(text)).toEqual({ builder: expect.anything(), meta, problem: null })
    const parsed = parseBaseline(text)
    if (parsed.problem !== null) throw new Error(parsed.problem)
    const { mirrors, pastBuilds, ...rest } = parsed.builder
    const { mirrors: _, pastBuilds: pastBefore, ...restBefore } = builder
    expect(rest).toEqual(restBefore)
    expect(pastBuilds.map(({ steps }) => steps)).toEqual(pastBefore.map(({ steps }) => steps))
    expect(serializeBaseline(parsed.builder, meta)).toBe(text)
    // One tree for both, so that comparing them costs nothing.
    expect(mirrors.get('context:app')).toBe(pastBuilds[0]!.trees.get(''))
  })

  test('writes what builds have in common once', () => {
    const edited = build({ dockerfile, files: { f: '1', 'kept/a': 'a', 'kept/b/c': 'c' } }, emptyBuilder).after
    const after = build({ dockerfile, files: { f: '22', 'kept/a': 'a', 'kept/b/c': 'c' } }, edited).after
    const { trees } = JSON.parse(serializeBaseline(after, meta))
    // The two that `kept` is made of, and the context as each of the builds saw it.
    expect(trees).toHaveLength(4)
  })

  test('holds no contents', () => {
    expect(
      serializeBaseline(build({ dockerfile, files: { f: 'a secret word' } }, emptyBuilder).after, meta),
    ).not.toContain('secret')
  })

  test.each([
    ['', 'not a baseline file'],
    ['{"a":1}', 'not a baseline file'],
    ['[]', /damaged/],
    [text.slice(0, -20), 'the baseline is cut off'],
    [text.replace('"version":4', '"version":99'), /version 99; this program reads version 4/],
    [text.replace(/"keys":\[[^\]]*\]/, '"keys":3'), /damaged/],
    [text.replace(/"trees":\[\[1,.*$/s, '"trees":[[7]]}'), /damaged/],
  ] as const)('%# says what is wrong with a text that is none', (damaged, problem) => {
    expect(parseBaseline(damaged).problem).toMatch(problem)
  })
})
