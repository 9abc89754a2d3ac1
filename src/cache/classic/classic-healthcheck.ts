import { splitHealthcheck } from '../../dockerfile/parser/healthcheck.ts'
import { flagValue, type Instruction } from '../../dockerfile/parser/instruction.ts'
import { durationMilliseconds } from '../../dockerfile/values/duration.ts'
import type { Healthcheck } from './model/container-config.ts'

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
