import { expect, it } from 'vitest'
import { checkDevice } from '../../../src/dockerfile/values/device.ts'

it.each(['vendor.com/class=a', 'vendor.com/class=a,required', 'name=x,required=false', 'x'])(
  '%s is a device',
  (flag) => {
    expect(() => checkDevice(flag)).not.toThrow()
  },
)

it.each([
  ['', 'EOF'],
  ['x,required=maybe', 'invalid value for required: maybe'],
  ['x,y', "unexpected 'y'"],
  ['x,name=y', 'device name already set to x'],
])('%j is none', (flag, message) => {
  expect(() => checkDevice(flag)).toThrow(message)
})
