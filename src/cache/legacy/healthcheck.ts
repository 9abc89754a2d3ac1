import { durationMilliseconds } from '../../dockerfile/duration.ts'
import { flagValue, type Instruction } from '../../dockerfile/instruction.ts'
import type { Healthcheck } from './container-config.ts'

/** HEALTHCHECK as the container configuration keeps it. Source: instructions/parse.go: parseHealthcheck. */
export function readHealthcheck(instruction: Instruction): Healthcheck {
  const [, type = '', command = ''] = /^(\S*)\s*([\s\S]*)$/.exec(instruction.rest) ?? []
  if (type.toUpperCase() === 'NONE')
    return { test: ['NONE'], interval: 0, timeout: 0, startPeriod: 0, startInterval: 0, retries: 0 }
  const list = jsonList(command)
  const time = (flag: string): number => durationMilliseconds(flagValue(instruction, flag) ?? '')
  return {
    test: list === null ? ['CMD-SHELL', command] : ['CMD', ...list],
    interval: time('interval'),
    timeout: time('timeout'),
    startPeriod: time('start-period'),
    startInterval: time('start-interval'),
    retries: Number(flagValue(instruction, 'retries') ?? 0),
  }
}

function jsonList(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.map(String) : null
  } catch {
    // Not JSON: the shell form is meant.
    return null
  }
}
