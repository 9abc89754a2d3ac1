import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttle } from '../../../../src/sources/images/reader/throttle.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => vi.useRealTimers())

test('the first report goes through, then ten a second', () => {
  const told: number[] = []
  const tell = throttle((done: number) => void told.push(done))
  for (let ms = 0; ms <= 300; ms += 10) {
    tell(ms)
    vi.advanceTimersByTime(10)
  }
  expect(told).toEqual([0, 100, 200, 300])
})
