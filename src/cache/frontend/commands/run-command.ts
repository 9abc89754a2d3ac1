import type { FrontendFeatures } from '../../../dockerfile/frontend/frontend-features.ts'
import { chompTabs, parseHeredocMarker } from '../../../dockerfile/parser/heredoc.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'

export type RunCommand = {
  /** The arguments, without the shell that runs a shell form. */
  readonly args: readonly string[]
  readonly shellForm: boolean
  /** A heredoc that starts with `#!`: mounted as a file and executed. */
  readonly script: { readonly name: string; readonly text: string } | null
  /** The part of the heredoc that progress shows after the instruction. */
  readonly suffix: string
}

/** The command of a RUN. The front end does not expand it. Source: dockerfile2llb/convert.go: dispatchRun. */
export function readRunCommand({ json, rest, heredocs }: Instruction, features: FrontendFeatures): RunCommand {
  if (json !== null && json.length === 0) {
    throw new DockerfileError('failed to marshal LLB definition: arguments are required')
  }
  const shellForm = json === null
  const args = json ?? [rest]
  const [heredoc] = heredocs
  if (heredoc === undefined) return { args, shellForm, script: null, suffix: '' }

  if (parseHeredocMarker(args[0]!, features) === null) {
    const bodies = heredocs.map(({ body, name }) => `\n${body}${name}`).join('')
    return { args: [args[0]! + bodies], shellForm, script: null, suffix: '' }
  }
  const text = heredoc.chomp ? chompTabs(heredoc.body) : heredoc.body
  const [firstLine, ...more] = heredoc.body.trim().replaceAll('\r\n', '\n').split('\n')
  const suffix = ` (${firstLine}${more.length > 0 ? '...' : ''})`
  const isScript = (features.chompedScripts ? text : heredoc.body).startsWith('#!')
  return isScript
    ? { args: [`${pipesDirectory}${heredoc.name}`], shellForm, script: { name: heredoc.name, text }, suffix }
    : { args: [text], shellForm, script: null, suffix }
}

export const pipesDirectory = '/dev/pipes/'
