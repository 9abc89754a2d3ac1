import type { ExpandOptions } from '../../../dockerfile/expansion/expand-word.ts'
import { expandToWords, expandWord, type Variables } from '../../../dockerfile/expansion/expand-word.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseNameValues } from '../../../dockerfile/parser/name-values.ts'
import { splitAtBlanks, trimSpace } from '../../../dockerfile/parser/white-space.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { checkPort } from '../../../dockerfile/values/port.ts'
import { checkSignal } from '../../../dockerfile/values/step-checks.ts'

/**
 * Checks the instructions that make no step: a malformed one in a needed stage stops the build.
 * Throws DockerfileError. Source: instructions/commands.go: Expand methods, convert.go: dispatch….
 */
export function checkMetadata(
  instruction: Instruction,
  variables: Variables,
  lexer: ExpandOptions & { readonly wordEscape: string },
): void {
  const expand = (word: string) => expandWord(word, variables, lexer)
  switch (instruction.keyword) {
    case 'label':
      for (const [name, value] of parseNameValues(instruction.rest, lexer.wordEscape, 'LABEL')) {
        expand(name)
        expand(value)
      }
      return
    case 'stopsignal':
      return checkSignal(expand(instruction.rest))
    case 'volume':
      for (const path of instruction.json ?? splitAtBlanks(instruction.rest)) {
        if (expand(trimSpace(path)) === '') throw new DockerfileError('VOLUME specified can not be an empty string')
      }
      return
    case 'expose':
      for (const word of splitAtBlanks(instruction.rest)) {
        for (const port of expandToWords(word, variables, lexer))
          checkPort(port, { byLibrary: lexer.features?.ownPortRules !== true })
      }
      return
    default:
      return
  }
}
