import { expect, test } from 'vitest'
import { countOf, formatCount } from '../../src/text/format-count.ts'
import { formatSize } from '../../src/text/format-size.ts'
import { formatAge, formatClock, formatHourMinute } from '../../src/text/format-time.ts'

test.each([
  [0, '0 B'],
  [812, '812 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [12_345, '12.3 kB'],
  [99_960, '100 kB'],
  [184_000_000, '184 MB'],
  [999_600, '1.00 MB'],
  [2_140_000_000, '2.14 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text)
})

test('thousands stand apart', () => {
  expect(formatCount(1_204_000)).toBe('1,204,000')
  expect(countOf(1, 'file')).toBe('1 file')
  expect(countOf(1204, 'file')).toBe('1,204 files')
})

test('times are local', () => {
  const time = new Date(2024, 2, 9, 4, 5, 6).getTime()
  expect(formatClock(time)).toBe('04:05:06')
  expect(formatHourMinute(time)).toBe('04:05')
})

test('an age has one unit', () => {
  expect(formatAge(59_000)).toBe('just now')
  expect(formatAge(61 * 60_000)).toBe('1 h ago')
  expect(formatAge(25 * 3_600_000)).toBe('1 day ago')
})
