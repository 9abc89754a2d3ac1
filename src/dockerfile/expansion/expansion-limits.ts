import { LimitError } from '../problems/dockerfile-error.ts'

/**
 * Characters that an expanded word may grow to: no program can be started with a longer environment variable or
 * argument (128 KiB, MAX_ARG_STRLEN of Linux). A word that is written longer than that stays as long as it is written.
 */
export const longestValue = 131_072

/** Characters that the expanded body of a heredoc may grow to. */
export const longestBody = 16 * 1024 * 1024

/** Levels of `${A:-${B:-…}}`. */
export const deepestNesting = 500

/** Throws LimitError if a text of this length (in characters) is longer than the limit. */
export function rejectLongValue(length: number, longest: number): void {
  if (length <= longest) return
  throw new LimitError(
    `a text grows to more than ${longest.toLocaleString('en-US')} characters when its variables are filled in`,
    0,
    1,
    'layertui follows values up to the length that Linux starts a program with',
  )
}

/** Throws LimitError if substitutions are nested more deeply than the limit. */
export function rejectDeepNesting(depth: number): void {
  if (depth > deepestNesting) throw new LimitError(`substitutions stand more than ${deepestNesting} deep in each other`)
}
