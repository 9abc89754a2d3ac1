import { describe, expect, it } from 'vitest'
import { parseByteSize } from '../../../src/dockerfile/values/byte-size.ts'
import { checkSignal, parseChmod } from '../../../src/dockerfile/values/step-checks.ts'

const now = { version: 19, labs: false }

describe('--chmod', () => {
  it.each([
    ['', null],
    ['755', 0o755],
    ['0755', 0o755],
    ['7777', 0o7777],
    ['u=rwX,go=rX', 'u=rwX,go=rX'],
    ['a-w', 'a-w'],
  ])('%j', (text, mode) => {
    expect(parseChmod(text, now)).toBe(mode)
  })

  it.each(['10000', '999', 'u+q', 'rwx'])('rejects %s', (text) => {
    expect(() => parseChmod(text, now)).toThrow('invalid chmod parameter')
  })

  it('was octal only before 1.14, and ignored otherwise before 1.10', () => {
    expect(() => parseChmod('u=rwx', { version: 12, labs: false })).toThrow('invalid chmod parameter')
    expect(parseChmod('u=rwx', { version: 12, labs: true })).toBe('u=rwx')
    expect(parseChmod('u=rwx', { version: 9, labs: false })).toBeNull()
  })
})

describe('STOPSIGNAL', () => {
  it.each(['SIGTERM', 'term', '9', '255', '-9', '+9', 'RTMIN+15', 'RTMAX-14'])('takes %s', (signal) => {
    expect(() => checkSignal(signal)).not.toThrow()
  })

  it.each(['0', 'SIGNOPE', '-0', '', 'RTMIN+16', 'RTMAX-15', 'UNUSED', '99999999999999999999'])(
    'rejects %j',
    (signal) => {
      expect(() => checkSignal(signal)).toThrow('invalid signal')
    },
  )
})

it.each([
  ['64m', 64 * 1024 ** 2],
  ['1.5 GiB', 1.5 * 1024 ** 3],
  ['1048576', 1048576],
  ['12kB', 12 * 1024],
  ['a lot', null],
  ['1.2.3', null],
])('a size of %s', (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes)
})
