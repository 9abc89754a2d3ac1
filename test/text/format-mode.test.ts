import { expect, test } from 'vitest'
import { formatMode } from '../../src/text/format-mode.ts'

test.each([
  [0o755, 'rwxr-xr-x'],
  [0o640, 'rw-r-----'],
  [0o4755, 'rwsr-xr-x'],
  [0o2755, 'rwxr-sr-x'],
  [0o1777, 'rwxrwxrwt'],
  [0o7644, 'rwSr-Sr-T'],
])('%o is %s', (mode, text) => {
  expect(formatMode(mode)).toBe(text)
})
