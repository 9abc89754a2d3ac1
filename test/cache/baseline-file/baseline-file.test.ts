import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseBaseline, serializeBaseline } from '../../../src/cache/baseline-file/baseline-file.ts'
import { type BuilderState, emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { dir, file, link } from '../../context/tree.ts'
import { build, type SmallBuild } from '../small-build.ts'

const meta = { recordedAt: '2026-11-24T12:00:00.000Z' }
const dockerfile = 'FROM alpine AS a\nCOPY . /src\nRUN make\nFROM a\nCOPY --from=a /src /x\n'
const files = {
  f: file('text', { mode: 0o755, mtime: 3, inode: '1:2', xattrs: 'user.k=v' }),
  'd/': dir(0o700),
  l: link('f'),
}
const builder = build({ dockerfile, files }, emptyBuilder).after
const text = serializeBaseline(builder, meta)
const bodyOf = (file: string) => JSON.parse(file.split('\n')[1]!)
const body = bodyOf(text)

/** A file with this body and the checksum that belongs to it. */
function withBody(value: unknown): string {
  const line = JSON.stringify(value)
  return `${JSON.stringify({ format: 'layertui-baseline', version: 6, sha256: hash('sha256', line) })}\n${line}\n`
}

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
    const { trees } = JSON.parse(serializeBaseline(after, meta).split('\n')[1]!)
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
    ['[]', 'not a baseline file'],
    [text.slice(0, 20), 'not a baseline file'],
    [text.slice(0, 60), 'the baseline is cut off'],
    [text.slice(0, -20), 'the baseline is cut off'],
    [text.replace('"version":6', '"version":99'), 'a baseline of version 99; this program reads version 6'],
    [`{"format":"layertui-baseline","version":3,"keys":[]}\n`, 'a baseline of version 3; this program reads version 6'],
    [text.replace(/"keys":\[[^\]]*\]/, '"keys":[]'), 'the baseline is damaged: its checksum does not match'],
    [withBody({ ...body, keys: 3 }), 'the baseline is damaged at keys'],
    [withBody({ ...body, pastBuilds: [{ ...body.pastBuilds[0], steps: [{}] }] }), /damaged at pastBuilds\.0\.steps\.0/],
    [withBody({ ...body, trees: [[7]] }), 'the baseline is damaged: it holds a tree that is not a directory'],
  ] as const)('%# says what is wrong with a text that is none', (damaged, problem) => {
    expect(parseBaseline(damaged).problem).toMatch(problem)
  })
})

describe('damage', () => {
  test('of any byte is found', () => {
    for (let at = 0; at < text.length; at += 7) {
      const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1)
      expect(parseBaseline(text.slice(0, at) + flipped + text.slice(at + 1)).problem).not.toBeNull()
    }
  })

  test.each(['overlay2', 'legacy'] as const)(
    'of any field of %s behind a checksum that matches is a problem, or makes no step cached that was not',
    (kind) => {
      const project: SmallBuild = {
        dockerfile,
        files,
        images: { 'docker.io/library/alpine:latest': 'alpine' },
        rules: { builder: kind },
      }
      const recorded = build(project, emptyBuilder).after
      const edited = {
        ...project,
        files: { ...files, f: file('another text') },
      }
      const cachedBy = (state: BuilderState) => {
        const { steps } = build(edited, state).plan
        return steps.filter(({ status }) => status === 'cached').map(({ id }) => id)
      }
      const rightly = new Set(cachedBy(recorded))
      let problems = 0
      for (const damaged of damages(bodyOf(serializeBaseline(recorded, meta)))) {
        const parsed = parseBaseline(withBody(damaged))
        if (parsed.problem !== null) problems++
        else expect(cachedBy(parsed.builder).filter((id) => !rightly.has(id))).toEqual([])
      }
      expect(problems).toBeGreaterThan(500)
    },
  )
})

/** The body with one value replaced or left out, for every value in it. */
function* damages(value: unknown): Generator<unknown> {
  yield* [null, 0, -1, 'x', [], {}]
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const damaged of damages(item)) yield value.with(index, damaged)
      yield value.toSpliced(index, 1)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      for (const damaged of damages(item)) yield { ...value, [name]: damaged }
      const { [name as keyof typeof value]: _, ...others } = value
      yield others
    }
  }
}
