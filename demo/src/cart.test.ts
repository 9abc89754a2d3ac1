import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totalOf } from './cart.js'

test('two of the same cost twice as much', () => {
  assert.equal(totalOf([{ sku: 'tea', cents: 450, count: 2 }]), 900)
})
