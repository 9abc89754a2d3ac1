import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileIgnoreRules } from '../../../src/context/ignore/ignore-file.ts'
import type { PathMatching } from '../../../src/context/ignore/pattern-matcher.ts'
import { walkEntries } from '../../../src/context/tree/entry.ts'
import { keepIncluded } from '../keep-included.ts'
import { tree } from '../tree.ts'

type Vectors = {
  readonly engine: string
  /** Paths; those of directories end in `/`. */
  readonly tree: readonly string[]
  readonly vectors: readonly {
    readonly ignore: string
    readonly removed?: readonly string[]
    readonly error?: string
  }[]
}

// What real engines left out of a context for each ignore file.
const readVectors = (name: string): Vectors =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8')) as Vectors
const recordings: readonly (readonly [Vectors, PathMatching])[] = [
  [readVectors('dockerignore.json'), 'inherited'],
  [readVectors('dockerignore-20.json'), 'each'],
]

describe.each(recordings)('ignore files as $engine reads them', (recorded, matching) => {
  // A NUL cannot get through the transport to the engine, so what was recorded is not about patterns.
  const vectors = recorded.vectors.filter(({ ignore }) => !ignore.includes('\0'))
  const context = tree(Object.fromEntries(recorded.tree.map((path) => [path, ''])))

  it('has all recorded files but the one with a NUL', () => {
    expect(vectors).toHaveLength(261)
  })

  it.each(vectors.filter(({ error }) => error === undefined))('$ignore', ({ ignore, removed }) => {
    const kept = keepIncluded(context, compileIgnoreRules(ignore, matching))
    const keptPaths = [...walkEntries(kept)].map(([path, entry]) => (entry.kind === 'directory' ? `${path}/` : path))
    expect(recorded.tree.filter((path) => !keptPaths.includes(path))).toEqual(removed)
  })

  it.each(vectors.filter(({ error }) => error !== undefined))('rejects $ignore', ({ ignore }) => {
    expect(() => compileIgnoreRules(ignore, matching)).toThrow()
  })
})
