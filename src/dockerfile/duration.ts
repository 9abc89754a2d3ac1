import { DockerfileError } from './dockerfile-error.ts'

const unitMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
}
const number = String.raw`(?:\d+\.?\d*|\.\d+)`
const unit = '(?:ns|us|µs|μs|ms|s|m|h)'

/** A HEALTHCHECK duration in Go's syntax; 0 or at least one millisecond. Source: instructions/parse.go: parseOptInterval. */
export function checkDuration(flag: string, value: string): void {
  if (value === '' || value === '0') return
  if (!new RegExp(`^[-+]?(?:${number}${unit})+$`).test(value))
    throw new DockerfileError(`--${flag}: invalid duration "${value}" (such as 30s or 1m30s)`)
  const milliseconds = durationMilliseconds(value)
  if (milliseconds !== 0 && milliseconds < 1) throw new DockerfileError(`interval "--${flag}" cannot be less than 1ms`)
}

/** The length of a duration that `checkDuration` takes; empty: 0. */
export function durationMilliseconds(value: string): number {
  let milliseconds = 0
  for (const part of value.matchAll(new RegExp(`(${number})(${unit})`, 'g')))
    milliseconds += Number(part[1]) * unitMilliseconds[part[2]!]!
  return value.startsWith('-') ? -milliseconds : milliseconds
}
