import { expect, test } from 'vitest'
import { headerLine } from '../../../src/workbench/bars/header-line.ts'
import { textOf } from '../../../src/workbench/display/line.ts'
import { noon, openShop, shopAtWork, takeIn } from '../../support/workbench/shop.ts'

const header = (width: number, state = shopAtWork(width, 44)) =>
  textOf(headerLine(state, width)).replace(/ {2,}/g, '  ')

test('with room everything is said in full', () => {
  expect(header(160)).toBe(
    ' layertui  shop  Dockerfile:final  since 14:02, 3 min ago  1,204 files  docker 28.5.2, shop:dev  BuildKit 0.25 overlay2, front end built-in 1.19 ',
  )
})

test('rules that stand in for those of another daemon say so', () => {
  const state = shopAtWork(160, 44)
  const rules = { ...state.build.plan!.rules, insteadOf: '0.13' }
  const standIn = { ...state, build: { ...state.build, plan: { ...state.build.plan!, rules } } }
  expect(header(160, standIn)).toContain('BuildKit 0.13 (rules of 0.25) overlay2')
})

test('with less room in few words, the least important gives way first', () => {
  expect(header(84)).toBe(' layertui  shop  Dockerfile:final  since 14:02  1,204 files  docker 28.5.2 ')
  expect(header(60)).toBe(' shop  Dockerfile:final  since 14:02  1,204 files ')
  expect(header(40)).toBe(' shop  Dockerfile:final  since 14:02 ')
})

test('what is under way goes before all else, with how much is done', () => {
  const hashing = takeIn(shopAtWork(60, 40), {
    type: 'build',
    at: noon,
    event: { type: 'progress', phase: 'hashing', done: 1204, total: 100_000 },
  })
  expect(header(60, hashing)).toContain('hashing 1,204/100,000')
  const settled = takeIn(hashing, { type: 'build', at: noon, event: { type: 'settled' } })
  expect(header(60, settled)).not.toContain('hashing')
})

test('an old baseline says how old', () => {
  const later = takeIn(openShop(120, 44), { type: 'minute.passed', at: noon + 125 * 60_000 })
  expect(header(120, later)).toContain('since 14:02, 2 h ago')
})

test('a context that is only polled says so', () => {
  const polled = takeIn(openShop(120, 44), {
    type: 'build',
    at: noon,
    event: { type: 'watching', status: { files: 12, directories: 2, mode: 'polling', watches: 0 } },
  })
  expect(header(120, polled)).toContain('12 files, polling')
})
