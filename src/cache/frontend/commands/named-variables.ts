import type { Variables } from '../../../dockerfile/expansion/expand-word.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'

/**
 * Variables that the words of an instruction name, with the values that they have there. A step that keeps no environment
 * holds nothing of them but what its words come to; `${NAME:+word}` takes no value.
 */
export function namedVariables(
  { text, heredocs }: Instruction,
  variables: Variables,
): readonly (readonly [name: string, value: string])[] {
  const texts = [text, ...heredocs.flatMap(({ expand, body }) => (expand ? [body] : []))]
  const names = new Set(texts.flatMap((part) => [...part.matchAll(/\$\{?(\w+)(?!\w|:?\+)/g)].map(([, name]) => name!)))
  return [...variables].filter(([name]) => names.has(name))
}
