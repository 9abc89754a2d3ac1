import { describe, expect, test } from 'vitest'
import { newestFrontend } from '../../../src/dockerfile/frontend/frontend.ts'
import { type FeatureRow, featuresOf, featureTable } from '../../../src/dockerfile/frontend/frontend-features.ts'

const rows = Object.entries(featureTable) as [keyof typeof featureTable, FeatureRow][]

describe('the table of front-end features', () => {
  test.each(rows)('%s begins and ends where its row says', (name, { since, until }) => {
    const has = (version: number) => featuresOf({ version, labs: false })[name]
    expect([has(since - 1), has(since), has((until ?? newestFrontend + 1) - 1), has(until ?? since)]).toEqual([
      false,
      true,
      true,
      until === undefined,
    ])
  })

  test('a labs image has what the plain one of its version has', () => {
    for (let version = 2; version <= newestFrontend; version++) {
      const plain = featuresOf({ version, labs: false })
      const labs = featuresOf({ version, labs: true })
      expect(rows.filter(([name]) => plain[name] && !labs[name])).toEqual([])
    }
  })

  test('a labs image has experimental flags before the plain one', () => {
    expect(featuresOf({ version: 7, labs: true }).excludeFlag).toBe(true)
    expect(featuresOf({ version: 7, labs: false }).excludeFlag).toBe(false)
  })
})
