import { durationMilliseconds } from '../../dockerfile/duration.ts'
import { splitHealthcheck } from '../../dockerfile/healthcheck.ts'
import { flagValue, type Instruction } from '../../dockerfile/instruction.ts'
import type { Healthcheck } from './container-config.ts'

/** HEALTHCHECK as the container configuration keeps it. Source: instructions/parse.go: parseHealthcheck. */
export function readHealthcheck(instruction: Instruction): Healthcheck {
  const { type, command } = splitHealthcheck(instruction.rest)
  if (type === 'NONE') return { test: ['NONE'], interval: 0, timeout: 0, startPeriod: 0, startInterval: 0, retries: 0 }
  const time = (flag: string): number => durationMilliseconds(flagValue(instruction, flag) ?? '')
  return {
    test: instruction.json === null ? ['CMD-SHELL', command] : ['CMD', ...instruction.json],
    interval: time('interval'),
    timeout: time('timeout'),
    startPeriod: time('start-period'),
    startInterval: time('start-interval'),
    retries: Number(flagValue(instruction, 'retries') ?? 0),
  }
}
