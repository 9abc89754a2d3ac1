import { DockerfileError } from '../../dockerfile/problems/dockerfile-error.ts'
import type { ContainerConfig } from './model/container-config.ts'
import type { StepSource } from './model/step-outcome.ts'

export type StageEnd = StepSource & { readonly config: ContainerConfig }

/**
 * The stages of a build that are done, by name and by number. Source: moby builder/dockerfile/evaluator.go:
 * stagesBuildResults.
 */
export class FinishedStages {
  readonly #inOrder: StageEnd[] = []
  readonly #byName = new Map<string, StageEnd>()

  /** Adds a finished stage. `name` is empty for a stage without a name. */
  add(name: string, end: StageEnd): void {
    this.#inOrder.push(end)
    if (name !== '') this.#byName.set(name.toLowerCase(), end)
  }

  /** In any case; undefined: no stage above has this name. */
  named(name: string): StageEnd | undefined {
    return this.#byName.get(name.toLowerCase())
  }

  /**
   * The stage that `--from` names; null: it names an image. Throws DockerfileError if no earlier stage has the number.
   */
  source(from: string): StageEnd | null {
    const named = this.named(from)
    if (named !== undefined || !/^[-+]?\d+$/.test(from)) return named ?? null
    const stage = this.#inOrder[Number(from)]
    if (stage !== undefined) return stage
    const reason = Number(from) === this.#inOrder.length ? 'refers to current build stage' : 'index out of bounds'
    throw new DockerfileError(`invalid from flag value ${from}: ${reason}`)
  }
}
