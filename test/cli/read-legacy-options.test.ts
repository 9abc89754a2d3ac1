import { expect, test } from 'vitest'
import { readClassicOptions } from '../../src/cli/arguments/read-legacy-options.ts'

test('labels are steps of the classic builder, so they are kept', () => {
  const { labels } = readClassicOptions({ label: ['a=b', 'c', 'd=e=f'] })
  expect(labels).toEqual({ a: 'b', c: '', d: 'e=f' })
})

test('flags that its client does not have are named', () => {
  const { buildKitFlags } = readClassicOptions({ secret: ['id=x'], progress: 'plain' })
  expect(buildKitFlags).toEqual(['--secret', '--progress'])
})

test('a label without a name is refused', () => {
  expect(() => readClassicOptions({ label: ['=b'] })).toThrow('--label "=b" has no name')
})
