import { type ExpandOptions, expandWord, type Variables } from '../../dockerfile/expansion/expand-word.ts'
import { DockerfileError } from '../../dockerfile/problems/dockerfile-error.ts'

// Progress names of steps. Source: dockerfile2llb/convert.go: prefixCommand, processCmdEnv, uppercaseCmd.

/** Numbers the steps of one stage for their names: `[build 3/7] …`. */
export class StepCounter {
  readonly #label: string
  /** The number of steps known so far; ONBUILD triggers of an image are added later. */
  total: number
  #number = 0

  /** `label` is empty where the Dockerfile has a single stage. */
  constructor(label: string, total: number) {
    this.#label = label
    this.total = total
  }

  /** Skips numbers that FROM took again. */
  skip(count: number): void {
    this.#number += count
  }

  /** The printed name of a step; `prefix` is the first text in the brackets. */
  name(text: string, prefix: string): string {
    if (this.total === 0) return text
    this.#number++
    const number = String(this.#number).padStart(String(this.total).length)
    return `[${prefix}${this.#label === '' ? '' : `${this.#label} `}${number}/${this.total}] ${text}`
  }
}

/** The instruction with its keyword in upper case and its variables expanded where that works. */
export function displayText(text: string, variables: Variables, options: ExpandOptions): string {
  return upperKeyword(expandOrKeep(text, variables, options))
}

function expandOrKeep(text: string, variables: Variables, options: ExpandOptions): string {
  try {
    return expandWord(text, variables, options)
  } catch (error) {
    if (error instanceof DockerfileError) return text
    throw error
  }
}

function upperKeyword(text: string): string {
  const blank = text.indexOf(' ')
  return blank < 0 ? text.toUpperCase() : text.slice(0, blank).toUpperCase() + text.slice(blank)
}
