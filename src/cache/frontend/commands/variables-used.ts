import type { Variables } from '../../../dockerfile/expansion/expand-word.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'

/**
 * The variables that an instruction names, with their values there. The step depends on them only through its expanded
 * words. `${NAME:+word}` uses no value.
 */
export function variablesUsed(
  { text, heredocs }: Instruction,
  variables: Variables,
): readonly (readonly [name: string, value: string])[] {
  const texts = [text, ...heredocs.flatMap(({ expand, body }) => (expand ? [body] : []))]
  const names = new Set(texts.flatMap((part) => [...part.matchAll(/\$\{?(\w+)(?!\w|:?\+)/g)].map(([, name]) => name!)))
  return [...names].flatMap((name) => {
    const value = variables.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
}
