import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { expandWord } from '../../../src/dockerfile/expansion/expand-word.ts'
import { DockerfileError } from '../../../src/dockerfile/problems/dockerfile-error.ts'

type Vectors = {
  readonly engine: string
  readonly env: Readonly<Record<string, string>>
  readonly vectors: readonly { readonly word: string; readonly value?: string; readonly error?: string }[]
}

// What `USER <word>` came to on a real engine, or its error.
const recorded = JSON.parse(readFileSync(new URL('../../vectors/expand.json', import.meta.url), 'utf8')) as Vectors
// PATH is set in every stage, whatever its base.
const variables = new Map(Object.entries({ PATH: '/x', ...recorded.env }))

describe(`words as ${recorded.engine} expands them`, () => {
  it.each(recorded.vectors.filter(({ error }) => error === undefined))('$word', ({ word, value }) => {
    expect(expandWord(word, variables)).toBe(value)
  })

  it.each(recorded.vectors.filter(({ error }) => error !== undefined))('rejects $word', ({ word }) => {
    expect(() => expandWord(word, variables)).toThrow(DockerfileError)
  })
})
