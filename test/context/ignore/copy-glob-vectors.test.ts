import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checksumContent } from '../../../src/context/checksum/checksum.ts'
import { missingAtExecution } from '../../../src/context/checksum/missing-sources.ts'
import { selectionsOf } from '../../../src/context/checksum/selections.ts'
import type { Selector } from '../../../src/context/checksum/selector.ts'
import { hasWildcard } from '../../../src/context/ignore/glob.ts'
import { malformedRequest, selectSent } from '../../../src/context/transfer/select-sent.ts'
import { type Entry, walkEntries } from '../../../src/context/tree/entry.ts'
import { cleanPath } from '../../../src/dockerfile/values/container-path.ts'
import { tree } from '../tree.ts'

type Vectors = {
  readonly engine: string
  readonly files: readonly string[]
  readonly vectors: readonly {
    readonly pattern: string
    readonly copied?: readonly string[]
    readonly error?: string
  }[]
}

// What `COPY <pattern> /o/` did on a real engine: `source -> destination below /o`, or its error.
const recorded = JSON.parse(readFileSync(new URL('../../vectors/copyglob.json', import.meta.url), 'utf8')) as Vectors
const context = tree(Object.fromEntries(recorded.files.map((path) => [path, path])))

describe(`sources of COPY as ${recorded.engine} reads them`, () => {
  it.each(recorded.vectors.filter(({ error }) => error === undefined))('$pattern', ({ pattern, copied }) => {
    expect(copy(pattern)).toEqual(copied)
  })

  it.each(recorded.vectors.filter(({ error }) => error !== undefined))('fails for $pattern', ({ pattern }) => {
    expect(copy(pattern)).toBe('error')
  })
})

function copy(pattern: string): readonly string[] | 'error' {
  const path = cleanPath(`/${pattern}`)
  const selector: Selector = {
    path,
    followLinks: true,
    wildcard: hasWildcard(path),
    exclude: [],
    include: [],
    required: [],
  }
  if (malformedRequest([path]) !== null) return 'error'
  const sent = selectSent(context, [path])
  const content = checksumContent(sent, [selector], { relativeNames: false })
  if (content.kind !== 'digest' || missingAtExecution(sent, [selector]) !== null) return 'error'
  const copied = new Map<string, string>()
  for (const selection of selectionsOf(sent, [selector])) {
    for (const [source, destination] of filesOf(selection.path, selection.entry)) copied.set(destination, source)
  }
  return [...copied].map(([destination, source]) => `${source} -> ${destination}`).sort()
}

function filesOf(path: string, entry: Entry): readonly (readonly [source: string, destination: string])[] {
  if (entry.kind !== 'directory') return [[path, entry.name]]
  return [...walkEntries(entry)]
    .filter(([, below]) => below.kind !== 'directory')
    .map(([below]) => [path === '' ? below : `${path}/${below}`, below] as const)
}
