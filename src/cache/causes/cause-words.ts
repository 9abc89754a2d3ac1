import type { StepFacts } from '../model/step-facts.ts'

/** The words that count, with the variables as they stand: a RUN keeps its blanks, and nobody builds by a stage's name. */
export function wordsOf({ kind, text, resolvedText }: StepFacts): string {
  if (kind === 'run') return resolvedText
  const words = text.replace(/^\S+/, (keyword) => keyword.toUpperCase()).replace(/[^\S\n]+/g, ' ')
  return kind === 'from' ? words.replace(/ as \S+$/i, '') : words
}
