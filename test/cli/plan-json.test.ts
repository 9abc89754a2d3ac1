import { expect, test } from 'vitest'
import { planJson } from '../../src/cli/report/plan-json.ts'
import { sketchPlan } from '../support/plan.ts'

const plan = sketchPlan({
  baseline: { kind: 'dir', ref: '/old' },
  steps: [
    { line: 1, text: 'FROM node:20' },
    {
      line: 2,
      text: 'COPY . .',
      status: 'rebuilt',
      causes: [{ kind: 'content', files: [{ path: 'a\u202eb', change: 'modified' }], total: 1 }],
    },
  ],
  warnings: [{ kind: 'unknown-images', references: ['docker.io/library/node:20'] }],
})

test('the object has the promised fields under the promised names', () => {
  expect(JSON.parse(planJson(plan))).toMatchObject({
    schemaVersion: 1,
    dockerfile: 'Dockerfile',
    context: '/shop',
    target: 'stage-0',
    baseline: { kind: 'dir', ref: '/old' },
    steps: [
      {
        vertex: '[stage-0 1] FROM node:20',
        stage: 'stage-0',
        line: 1,
        instruction: 'FROM',
        text: 'FROM node:20',
        layer: true,
        status: 'cached',
        causes: [],
      },
      {
        status: 'rebuilt',
        causes: [{ kind: 'content', files: [{ path: 'a\u202eb', change: 'modified' }], total: 1 }],
      },
    ],
    summary: { cached: 1, rebuilt: 1, depends: 0, fails: 0, firstRebuilt: '[stage-0 2] COPY . .' },
    warnings: ['no Docker engine to ask about node:20: taken as unchanged'],
    warningDetails: [{ kind: 'unknown-images' }],
  })
})

test('printed on a terminal it cannot steer it', () => {
  expect(planJson(plan)).not.toContain('\u202e')
  expect(planJson(plan)).toContain('a\\u202eb')
})
