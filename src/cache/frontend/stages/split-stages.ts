import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import type { Dockerfile } from '../../../dockerfile/parser/parse-dockerfile.ts'
import { splitAtBlanks } from '../../../dockerfile/parser/white-space.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'

/** One written stage: FROM and the instructions after it, without expansion. */
export type StageText = {
  /** Lower case; empty where it has no name. */
  readonly name: string
  readonly base: string
  readonly from: Instruction
  readonly instructions: readonly Instruction[]
}

export type DockerfileStages = {
  /** ARG lines above the first FROM. */
  readonly globals: readonly Instruction[]
  readonly stages: readonly StageText[]
}

/** Cuts a Dockerfile at its FROM lines. Throws DockerfileError where something other than ARG comes first. */
export function splitStages(dockerfile: Dockerfile): DockerfileStages {
  const globals: Instruction[] = []
  const stages: (StageText & { readonly instructions: Instruction[] })[] = []
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword === 'from') {
      const [base = '', , name = ''] = splitAtBlanks(instruction.rest)
      stages.push({ name: name.toLowerCase(), base, from: instruction, instructions: [] })
      continue
    }
    const stage = stages.at(-1)
    if (stage !== undefined) stage.instructions.push(instruction)
    else if (instruction.keyword === 'arg') globals.push(instruction)
    else {
      throw new DockerfileError(
        `no build stage in current context: ${instruction.keyword.toUpperCase()} stands before the first FROM`,
        instruction.line,
        instruction.column,
        'only ARG may come before FROM',
      )
    }
  }
  if (stages.length === 0)
    throw new DockerfileError('no build stage: the file has no FROM', 1, 1, 'FROM scratch starts from nothing')
  return { globals, stages }
}
