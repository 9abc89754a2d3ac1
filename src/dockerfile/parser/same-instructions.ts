import { parseDockerfile } from './parse-dockerfile.ts'

/** Whether two Dockerfiles are equal apart from comments, blank lines and spacing. */
export function sameInstructions(a: string, b: string): boolean {
  if (a === b) return true
  const [wordsOfA, wordsOfB] = [wordsOf(a), wordsOf(b)]
  return wordsOfA !== null && wordsOfA === wordsOfB
}

/** Directives and instructions with single blanks; heredocs to the letter. Null where the text cannot be read. */
function wordsOf(text: string): string | null {
  const { dockerfile } = parseDockerfile(text)
  if (dockerfile === null) return null
  const { directives, instructions } = dockerfile
  return JSON.stringify([
    [...directives],
    instructions.map(({ text, heredocs }) => [text.replace(/\s+/g, ' '), heredocs.map(({ body }) => body)]),
  ])
}
