import { expect, test } from 'vitest'
import { commands } from '../../../src/workbench/commands/all-commands.ts'

test('no key means two things in one place', () => {
  const meanings = commands.flatMap(({ id, keys, places }) =>
    keys.flatMap((key) => places.map((place) => ({ spot: `${key} in ${place}`, id }))),
  )
  const clashes = meanings.filter(({ spot, id }) => meanings.some((other) => other.spot === spot && other.id !== id))
  expect(clashes).toEqual([])
})

test('every command has an id of its own and says what it does', () => {
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  expect(commands.filter(({ help }) => help.trim() === '')).toEqual([])
})
