import type { Frontend } from '../frontend/frontend.ts'
import { DockerfileError, type DockerfileProblem } from '../problems/dockerfile-error.ts'
import type { Instruction } from './instruction.ts'
import { parseDockerfile } from './parse-dockerfile.ts'

/**
 * An ONBUILD as it is handed on: the text behind the keyword, with its heredocs. Source: instructions/parse.go:
 * parseOnBuild.
 */
export const triggerText = ({ text, heredocs }: Instruction): string =>
  text.replace(/^ONBUILD[\t\n\f\r ]*/i, '') + heredocs.map(({ body, name }) => `\n${body}${name}`).join('')

/**
 * Parses an ONBUILD trigger. A trigger is a Dockerfile by itself with exactly one instruction, so the escape directive
 * of the file around it does not apply.
 * Source: dockerfile2llb/convert.go: initOnBuildTriggers.
 */
export function parseTrigger(
  text: string,
  frontend: Frontend,
):
  | { readonly instruction: Instruction; readonly problem: null }
  | { readonly instruction: null; readonly problem: Pick<DockerfileProblem, 'message'> } {
  const { dockerfile, problem } = parseDockerfile(text, frontend)
  if (problem !== null) return { instruction: null, problem }
  const [instruction, ...others] = dockerfile.instructions
  if (instruction === undefined || others.length > 0)
    return { instruction: null, problem: new DockerfileError('onbuild trigger should be a single expression') }
  return { instruction, problem: null }
}
