import { expect, test } from 'vitest'
import { guessImage } from '../../../src/workbench/state/guess-image.ts'
import { update } from '../../../src/workbench/update/update.ts'
import { buildSubject, noon, openShop, press, shopEvents, takeIn } from '../../support/workbench/shop.ts'

const images = (...tags: readonly string[]) =>
  tags.map((tag, place) => ({ id: `sha256:${place}`, tags: [tag], size: 1, createdAt: 100 - place, containers: 0 }))

test.each([
  ['the newest named like the directory', ['node:20', 'shop:dev', 'shop:old'], 'shop:dev'],
  ['whatever its registry and team', ['registry:5000/team/shop:1.2'], 'registry:5000/team/shop:1.2'],
  ['else one that compose built', ['shop-web:latest', 'shopping:1'], 'shop-web:latest'],
  ['else none', ['node:20', 'myshop:1', 'shop/api:2'], null],
])('%s', (_what, tags, guess) => {
  expect(guessImage(images(...tags), 'Shop')).toBe(guess)
})

const unnamed = openShop(84, 44, { ...buildSubject, image: null })
const connected = takeIn(unnamed, shopEvents[1]!)

test('where no image was named the engine is asked, and what looks right is shown', () => {
  expect(update(unnamed, shopEvents[1]!).effects).toContainEqual({ type: 'image.list' })
  const { state, effects } = update(connected, { type: 'image.listed', images: images('shop:dev'), at: noon })
  expect(state.image.ref).toBe('shop:dev')
  expect(effects).toEqual([{ type: 'image.inspect', ref: 'shop:dev' }])
})

test('an image that is built later is found then', () => {
  const none = takeIn(connected, { type: 'image.listed', images: images('node:20'), at: noon })
  expect(none.image.ref).toBe(null)
  const { effects } = update(none, {
    type: 'engine',
    at: noon,
    event: { type: 'engine.images-changed', ref: 'shop:dev' },
  })
  expect(effects).toContainEqual({ type: 'image.list' })
})

test('nothing is guessed while a person chooses', () => {
  const choosing = press(connected, 'i')
  expect(takeIn(choosing, { type: 'image.listed', images: images('shop:dev'), at: noon }).image.ref).toBe(null)
})
