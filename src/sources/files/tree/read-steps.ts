import { digestSteps } from './digest-steps.ts'
import { listAndLook, lookAt } from './look-at-paths.ts'
import type { ReadResult, ReadTask } from './read-task.ts'

/** Does a task. Long tasks yield from time to time, so that the caller can do other work, or stop. */
export function* readSteps(task: ReadTask): Generator<void, ReadResult> {
  switch (task.kind) {
    case 'list':
      return listAndLook(task)
    case 'stat':
      return lookAt(task)
    case 'digest':
      return yield* digestSteps(task)
  }
}
