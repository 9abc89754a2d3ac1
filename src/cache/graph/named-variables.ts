import type { StepScope } from './step-scope.ts'

/**
 * Variables that the words of an instruction name, with the values that they have there. A step that keeps no environment
 * holds nothing of them but what its words come to; `${NAME:+word}` takes no value.
 */
export function namedVariables({ command, state }: StepScope): readonly (readonly [name: string, value: string])[] {
  const { instruction } = command
  const texts = [instruction.text, ...instruction.heredocs.flatMap(({ expand, body }) => (expand ? [body] : []))]
  const names = new Set(texts.flatMap((text) => [...text.matchAll(/\$\{?(\w+)(?!\w|:?\+)/g)].map(([, name]) => name!)))
  return [...state.environment].filter(([name]) => names.has(name))
}
