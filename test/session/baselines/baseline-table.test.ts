import { expect, test } from 'vitest'
import {
  baselineForms,
  describeBaseline,
  isEmptyBaseline,
  labelBaseline,
  parseBaselineName,
} from '../../../src/session/baselines/baseline-table.ts'

const parse = (spec: string) => parseBaselineName(spec, (path) => `/srv/${path}`)

test('a baseline is read as it is written, with complete paths', () => {
  expect(parse('now')).toEqual({ kind: 'now', ref: null })
  expect(parse('none')).toEqual({ kind: 'none', ref: null })
  expect(parse('file:a:b.json')).toEqual({ kind: 'file', ref: '/srv/a:b.json' })
  expect(parse('dir:shop')).toEqual({ kind: 'dir', ref: '/srv/shop' })
})

test('what no kind is written like is not a baseline', () => {
  expect(['yesterday', 'now:', 'none:x', 'file', 'file:', 'dir:', '', 'toString'].map(parse)).toEqual(
    Array(8).fill(null),
  )
  expect(baselineForms).toBe('file:PATH, dir:PATH, now or none')
})

test('a baseline has words for a report and for a line of the screen', () => {
  const file = { kind: 'file', ref: '/srv/shop.json', recordedAt: '2026-01-12T09:30:11.000Z' } as const
  expect(describeBaseline(file)).toBe('since /srv/shop.json of 2026-01-12 09:30 UTC')
  expect(labelBaseline(file)).toEqual({ text: 'since', name: 'shop.json', recordedAt: file.recordedAt })
  expect(describeBaseline({ kind: 'none', ref: null })).toBe('compared with an empty cache')
  expect(isEmptyBaseline({ kind: 'none', ref: null })).toBe(true)
  expect(isEmptyBaseline(file)).toBe(false)
})
