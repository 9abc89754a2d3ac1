import { expect, test } from 'vitest'
import { isUnforeseeable } from '../support/fuzz/unforeseeable.ts'

const failed = (error: string) => ({ ok: false, error, steps: [] })
const build = (dockerfile: string) => ({ label: '', tree: { Dockerfile: { t: 'f', c: dockerfile } } as const })

test.each([
  'process "/bin/sh -c x" did not complete successfully: exit code: 1',
  'unable to find user app: no matching entries in passwd file',
  'cannot copy to non-directory: /x',
])('a failure inside the image cannot be foreseen: %s', (error) => {
  expect(isUnforeseeable(failed(error), build('FROM a\n'))).toBe(true)
})

test('a path missing in a stage cannot be foreseen, one missing in the context can', () => {
  const missing = failed('failed to compute cache key: "/out/k": not found')
  expect(isUnforeseeable(missing, build('FROM a\nCOPY --from=b /out/k /\n'))).toBe(true)
  expect(isUnforeseeable(missing, build('FROM a\nCOPY out/k /\n'))).toBe(false)
})

test('what the front end refuses can be foreseen', () => {
  expect(isUnforeseeable(failed('dockerfile parse error on line 2: unknown instruction: FOO'), build(''))).toBe(false)
})

test('a build that ends well is none', () => {
  expect(isUnforeseeable({ ok: true, error: '', steps: [] }, build(''))).toBe(false)
})
