import { expect, test } from 'vitest'
import { createStore } from '../../src/runtime/store.ts'
import type { Effect } from '../../src/workbench/state/effect.ts'
import { update } from '../../src/workbench/update/update.ts'
import { noon, openShop, shopAtWork } from '../support/workbench/shop.ts'

function storeOf(initial = shopAtWork(84, 44)) {
  const frames: (() => void)[] = []
  const effects: Effect[] = []
  const store = createStore({
    initial,
    update,
    perform: (effect) => effects.push(effect),
    scheduleFrame: (emit) => frames.push(emit),
  })
  return { store, frames, effects }
}

test('many events of one moment make one frame', () => {
  const { store, frames } = storeOf()
  let heard = 0
  store.subscribe(() => {
    heard++
  })
  for (const key of ['g', 'j', 'j', '2']) store.dispatch({ type: 'key.pressed', key, at: noon })
  expect(frames.length).toBe(1)
  frames[0]!()
  expect(heard).toBe(1)
  expect(store.state().view.focus).toBe('edits')
  store.dispatch({ type: 'key.pressed', key: '1', at: noon })
  expect(frames.length).toBe(2)
})

test('what is to be done is handed on in its order', () => {
  const { store, effects } = storeOf(openShop(84, 44))
  store.dispatch({ type: 'workbench.opened', at: noon })
  store.dispatch({ type: 'key.pressed', key: 'q', at: noon })
  expect(effects.map(({ type }) => type)).toEqual(['build.watch', 'engine.follow', 'program.quit'])
})

test('who has left hears nothing more', () => {
  const { store, frames } = storeOf()
  let heard = 0
  const leave = store.subscribe(() => {
    heard++
  })
  leave()
  store.dispatch({ type: 'key.pressed', key: 'g', at: noon })
  frames[0]!()
  expect(heard).toBe(0)
})
