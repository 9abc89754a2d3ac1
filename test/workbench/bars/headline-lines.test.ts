import { expect, test } from 'vitest'
import type { Plan } from '../../../src/cache/model/plan/plan.ts'
import { headlineLines } from '../../../src/workbench/bars/headline-lines.ts'
import { textOf } from '../../../src/workbench/display/line.ts'
import type { WorkbenchState } from '../../../src/workbench/state/state.ts'
import { sketchEdit } from '../../support/plan.ts'
import { noon, openShop, shopPlan, takeIn } from '../../support/workbench/shop.ts'

const saved = { ...sketchEdit('src/cart.ts', { kind: 'busts', steps: [], rerun: 2, may: 0, of: 4 }), at: noon }
const headline = (state: WorkbenchState) => headlineLines(state, 80, 1).map(textOf).join('\n')

const planned = (plan: Plan, edits: readonly (typeof saved)[]) =>
  ({ type: 'build', at: noon, event: { type: 'planned', plan, edits } }) as const

test('the last save is the answer until a baseline is set after it', () => {
  const busted = takeIn(openShop(80, 24), planned(shopPlan(true), [saved]))
  expect(headline(busted)).toContain('src/cart.ts')
  const recordedAt = new Date(noon + 1000).toISOString()
  const rebased = { ...shopPlan(false), baseline: { kind: 'now', ref: null, recordedAt } } as const
  const after = takeIn(busted, planned(rebased, []))
  expect(headline(after)).not.toContain('src/cart.ts')
  expect(headline(after)).toContain('cached')
  const next = takeIn(after, planned(rebased, [{ ...saved, id: 2, at: noon + 2000 }]))
  expect(headline(next)).toContain('src/cart.ts')
})
