import type { BuilderState } from '../../../src/cache/builder-state.ts'

/**
 * What a builder holds after a build that was expected to succeed and failed inside the image: nobody outside can tell
 * which of its steps were stored before that.
 */
export function afterUnforeseenFailure(before: BuilderState, expected: BuilderState): BuilderState {
  const maybe = new Set([...before.maybe, ...expected.maybe])
  for (const key of expected.keys) if (!before.keys.has(key)) maybe.add(key)
  return { ...expected, keys: before.keys, maybe }
}
