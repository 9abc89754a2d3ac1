import { expect, test } from 'vitest'
import { guessImage } from '../../../src/workbench/state/guess-image.ts'
import { update } from '../../../src/workbench/update/update.ts'
import {
  buildSubject,
  imageEvent,
  noon,
  openShop,
  press,
  shopEvents,
  shopReference,
  takeIn,
} from '../../support/workbench/shop.ts'

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
  const { state, effects } = update(connected, imageEvent({ type: 'listed', images: images('shop:dev') }))
  expect(state.image.reference).toEqual(shopReference)
  expect(effects).toEqual([{ type: 'image.open', reference: shopReference }])
})

test('an image that is built later is found then', () => {
  const none = takeIn(connected, imageEvent({ type: 'listed', images: images('node:20') }))
  expect(none.image.reference).toBe(null)
  const { effects } = update(none, {
    type: 'engine',
    at: noon,
    event: { type: 'engine.images-changed', ref: 'shop:dev' },
  })
  expect(effects).toContainEqual({ type: 'image.list' })
})

test('nothing is guessed while a person chooses', () => {
  const choosing = press(connected, 'i')
  expect(takeIn(choosing, imageEvent({ type: 'listed', images: images('shop:dev') })).image.reference).toBe(null)
})
