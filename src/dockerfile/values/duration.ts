import type { FrontendFeatures } from '../frontend/frontend-features.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'

const unitNanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 36e11,
}
const durationForm = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/
const partForm = /(\d*)(\.\d*)?(ns|us|µs|μs|ms|s|m|h)/g
const longest = 2n ** 63n - 1n

/**
 * A HEALTHCHECK duration in Go's syntax; 0 where the front end takes it, or at least one millisecond. Source:
 * instructions/parse.go: parseOptInterval.
 */
export function checkDuration(flag: string, value: string, features: FrontendFeatures): void {
  if (value === '') return
  const nanoseconds = durationForm.test(value) ? durationNanoseconds(value) : null
  if (nanoseconds === null || nanoseconds > longest)
    throw new DockerfileError(`--${flag}: invalid duration "${value}" (such as 30s or 1m30s)`)
  if ((nanoseconds !== 0n || !features.zeroDurations) && nanoseconds < 1_000_000n)
    throw new DockerfileError(`interval "--${flag}" cannot be less than 1ms`)
}

/** The length of a duration that `checkDuration` takes; empty: 0. */
export const durationMilliseconds = (value: string): number => Number(durationNanoseconds(value)) / 1e6

/** Fractions of a nanosecond do not count. */
function durationNanoseconds(value: string): bigint {
  let nanoseconds = 0n
  for (const [, whole, fraction, unit] of value.matchAll(partForm)) {
    const size = unitNanoseconds[unit!]!
    nanoseconds += BigInt(whole || 0) * BigInt(size) + BigInt(Math.trunc(Number(`0${fraction ?? ''}`) * size))
  }
  return value.startsWith('-') ? -nanoseconds : nanoseconds
}
