import { describe, expect, it } from 'vitest'
import { parsePlatform } from '../../../src/dockerfile/values/platform.ts'

describe('a platform in its one spelling', () => {
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['linux/x86_64', 'linux/amd64'],
    ['LINUX/AMD64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v2', 'linux/amd64/v2'],
    ['amd64', 'linux/amd64'],
    ['linux', 'linux/amd64'],
    ['aarch64', 'linux/arm64'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm/6', 'linux/arm/v6'],
    ['armel', 'linux/arm/v6'],
    ['linux/s390x', 'linux/s390x'],
  ])('%s is %s', (written, resolvedText) => {
    expect(parsePlatform(written, 'linux/amd64')).toBe(resolvedText)
  })

  it('takes the half that is not written from the machine that reads it', () => {
    expect(parsePlatform('linux', 'linux/arm64')).toBe('linux/arm64')
    expect(parsePlatform('amd64', 'linux/arm64')).toBe('linux/amd64')
  })

  it.each(['', 'bogus', 'linux/', 'a/b/c/d', 'linux/amd 64'])('%j is none', (written) => {
    expect(parsePlatform(written, 'linux/amd64')).toBeNull()
  })
})
