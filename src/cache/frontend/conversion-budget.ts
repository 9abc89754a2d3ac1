import { LimitError } from '../../dockerfile/problems/dockerfile-error.ts'

/** The most characters that the values of one Dockerfile may have, counted for each step that takes them. */
const mostCharacters = 64 * 1024 * 1024

/**
 * The most steps (RUN, COPY, ADD and WORKDIR) in all stages of a target. An image has at most 127 layers, and so has a
 * stage.
 */
const mostSteps = 20_000

/**
 * Limits the conversion of one Dockerfile. Thousands of lines that each take a long value would fill the memory, in a
 * builder as well. The budget counts and does not measure time, so the same file always ends at the same line.
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
