import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../../session/ports.ts'

/** The clock of this machine. */
export const realClock: Clock = {
  now: () => Date.now(),
  turn: () => nextTurn(),
  delay: (ms, signal) => delay(ms, undefined, { signal }),
}
