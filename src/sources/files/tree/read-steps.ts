import { digestSteps } from './digest-steps.ts'
import { listAndLook, lookAt } from './look-at-paths.ts'
import type { ReadResult, ReadTask } from './read-task.ts'

/** Does a task. Yields now and then where it takes long, so that the caller may attend to something else, or give up. */
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
