import { expect, test } from 'vitest'
import type { FuzzSequence } from '../support/fuzz/generate-sequence.ts'
import { shrinkSequence } from '../support/fuzz/shrink.ts'

const limits = { tries: 1000, milliseconds: 10_000 }

const build = (
  label: string,
  dockerfile: string,
  files: Record<string, string> = {},
  args: readonly string[] = [],
) => ({
  label,
  tree: Object.fromEntries(
    Object.entries({ ...files, Dockerfile: dockerfile }).map(([path, c]) => [path, { t: 'f' as const, c }]),
  ),
  args,
  env: {},
})

const textOf = (sequence: FuzzSequence) =>
  sequence.builds.map(({ tree }) => (tree.Dockerfile?.t === 'f' ? tree.Dockerfile.c : ''))

test('builds, lines, files and options that do not matter are dropped', async () => {
  const sequence: FuzzSequence = {
    name: 'x',
    builds: [
      build('start', 'FROM a\nRUN one\nCOPY --link src /x\n', { 'src/f': '1', 'docs/g': '2' }),
      build('between', 'FROM a\nRUN two\nCOPY --link src /x\n', { 'src/f': '1' }, ['--no-cache']),
      build('last', 'FROM a\nRUN one\nCOPY --link src /x\n', { 'src/f': '3' }, ['--target', 'q', '--no-cache']),
    ],
  }
  const disagrees = async (smaller: FuzzSequence) => {
    const last = smaller.builds.at(-1)!
    return textOf(smaller).at(-1)!.includes('src /x') && last.tree['src/f'] !== undefined
  }

  const smallest = await shrinkSequence(sequence, disagrees, limits)

  expect(smallest.builds.map(({ label }) => label)).toEqual(['last'])
  expect(textOf(smallest)).toEqual(['FROM a\nCOPY src /x\n'])
  expect(smallest.builds[0]!.args).toEqual([])
  expect(Object.keys(smallest.builds[0]!.tree).sort()).toEqual(['Dockerfile', 'src/f'])
})

test('a stage that does not matter goes with all its lines', async () => {
  const text = 'FROM a AS one\nRUN one\nFROM b AS two\nRUN two\n'
  const sequence: FuzzSequence = { name: 'x', builds: [build('only', text)] }

  const smallest = await shrinkSequence(sequence, async (smaller) => textOf(smaller)[0]!.includes('RUN two'), limits)

  expect(textOf(smallest)).toEqual(['FROM b AS two\nRUN two\n'])
})

test('what never disagrees again stays as it was', async () => {
  const sequence: FuzzSequence = { name: 'x', builds: [build('only', 'FROM a\nRUN b\n')] }

  expect(await shrinkSequence(sequence, async () => false, limits)).toEqual(sequence)
})

test('shrinking ends after so many tries', async () => {
  let tries = 0
  const sequence: FuzzSequence = { name: 'x', builds: [build('only', 'FROM a\nRUN b\nRUN c\nRUN d\n')] }

  await shrinkSequence(
    sequence,
    async () => {
      tries += 1
      return false
    },
    { ...limits, tries: 2 },
  )

  expect(tries).toBe(2)
})
