import { LimitError } from '../../dockerfile/problems/dockerfile-error.ts'

/** Characters that the values of one Dockerfile may come to, counted wherever a step takes them. */
const mostCharacters = 64 * 1024 * 1024

/** RUN, COPY, ADD and WORKDIR of all stages that a target needs. An image has 127 layers at most, a stage has no more. */
const mostSteps = 20_000

/**
 * What the conversion of one Dockerfile may come to. Thousands of lines that each take a long value fill the memory, that
 * of a builder too. Everything is counted, nothing is timed: the same file ends at the same line.
 */
export class ConversionBudget {
  #characters = 0
  #steps = 0

  /** Counts text that a step takes. Throws LimitError. */
  addText(characters: number): void {
    this.#characters += characters
    if (this.#characters > mostCharacters)
      throw limit(`the values that steps take come to more than ${count(mostCharacters)} characters up to this line`)
  }

  /** Throws LimitError. */
  addStep(): void {
    this.#steps++
    if (this.#steps > mostSteps) throw limit(`the target needs more than ${count(mostSteps)} steps`)
  }
}

const limit = (message: string): LimitError =>
  new LimitError(message, 0, 1, 'layertui follows a Dockerfile no further than that')

const count = (number: number): string => number.toLocaleString('en-US')
