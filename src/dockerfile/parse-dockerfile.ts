import { checkInstruction } from './check-instruction.ts'
import { DirectiveReader } from './directives.ts'
import { DockerfileError, type DockerfileProblem, locating } from './dockerfile-error.ts'
import { builtinFrontend, type Frontend } from './frontend.ts'
import { heredocMarkers, readHeredocBody } from './heredoc.ts'
import type { Instruction } from './instruction.ts'
import { splitInstruction } from './split-instruction.ts'
import { trimNewlines, trimSpace, trimStart } from './white-space.ts'

export type Dockerfile = {
  readonly escape: '\\' | '`'
  readonly directives: ReadonlyMap<string, string>
  readonly instructions: readonly Instruction[]
}

/**
 * Reads a Dockerfile as the given front end does.
 * Returns the instructions with their places, or the one problem at which a build would stop. Never throws.
 * Source: BuildKit frontend/dockerfile/parser/parser.go and instructions/parse.go.
 */
export function parseDockerfile(
  text: string,
  frontend: Frontend = builtinFrontend(25),
):
  | { readonly dockerfile: Dockerfile; readonly problem: null }
  | { readonly dockerfile: null; readonly problem: DockerfileProblem } {
  try {
    return { dockerfile: readInstructions(text, frontend), problem: null }
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error
    return {
      dockerfile: null,
      problem: { message: error.message, line: Math.max(error.line, 1), column: error.column },
    }
  }
}

function readInstructions(text: string, frontend: Frontend): Dockerfile {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const directives = new DirectiveReader()
  const instructions: Instruction[] = []
  const escapeNow = () => (directives.values.get('escape') === '`' ? '`' : '\\')
  let at = 0
  while (at < lines.length) {
    const start = at
    const joined = locating({ line: start + 1, column: 1 }, () => joinLines(lines, start, directives, escapeNow))
    at = joined.next
    if (joined.text === null) continue
    const place = { line: start + 1, endLine: at, column: columnOf(lines[start]!) }
    const instruction = locating(place, () => {
      const whole = joined.text!
      if (trimSpace(whole) === '') throw new DockerfileError('file contains an instruction with nothing in it')
      return withHeredocs(splitInstruction(whole, escapeNow(), place), whole, escapeNow(), lines, frontend)
    })
    at = instruction.endLine
    instructions.push(instruction)
  }
  if (instructions.length === 0) throw new DockerfileError('the Dockerfile is empty: file with no instructions', 1)
  for (const instruction of instructions)
    locating(instruction, () => checkInstruction(instruction, escapeNow(), frontend))
  return { escape: escapeNow(), directives: directives.values, instructions }
}

type Joined = { readonly text: string | null; readonly next: number }

/** One logical line: continuation lines joined, comments and blank lines inside dropped. */
function joinLines(lines: readonly string[], start: number, directives: DirectiveReader, escape: () => string): Joined {
  const first = start === 0 ? lines[0]!.replace(/^\uFEFF/, '') : lines[start]!
  const opened = trimStart(trimNewlines(first))
  directives.offer(opened)
  let at = start + 1
  let piece = cutContinuation(opened.startsWith('#') ? '' : opened, escape())
  if (!piece.continues && piece.text === '') return { text: null, next: at }
  let text = piece.text
  while (piece.continues && at < lines.length) {
    const line = trimNewlines(lines[at++]!)
    directives.offer(line)
    const bare = trimStart(line)
    if (bare === '' || bare.startsWith('#')) continue
    // Unlike the first line, a continuation keeps its leading blanks: indentation is part of a RUN's text.
    piece = cutContinuation(line, escape())
    text += piece.text
  }
  return { text, next: at }
}

/** Takes a trailing escape off; a doubled escape does not continue the line. */
function cutContinuation(line: string, escape: string): { text: string; continues: boolean } {
  const pattern = escape === '`' ? /(^|[^`])`[ \t]*$/ : /(^|[^\\])\\[ \t]*$/
  return pattern.test(line) ? { text: line.replace(pattern, '$1'), continues: true } : { text: line, continues: false }
}

const columnOf = (line: string): number => line.length - trimStart(line.replace(/^\uFEFF/, '')).length + 1

function withHeredocs(
  instruction: Instruction,
  joined: string,
  escape: string,
  lines: readonly string[],
  frontend: Frontend,
): Instruction {
  // Triggers carry the heredocs of the instruction they hold.
  const holder =
    instruction.keyword === 'onbuild' && instruction.rest !== ''
      ? splitInstructionLeniently(instruction, escape)
      : instruction
  if (holder === null || !['add', 'copy', 'run'].includes(holder.keyword) || holder.json !== null) return instruction
  const heredocs = []
  let at = instruction.endLine
  for (const marker of heredocMarkers(joined, frontend.version)) {
    const { body, next } = readHeredocBody(marker, lines, at)
    heredocs.push({ ...marker, body })
    at = next
  }
  return heredocs.length === 0 ? instruction : { ...instruction, heredocs, endLine: at }
}

function splitInstructionLeniently(instruction: Instruction, escape: string): Instruction | null {
  try {
    return splitInstruction(instruction.rest, escape, instruction)
  } catch (error) {
    if (error instanceof DockerfileError) return null
    throw error
  }
}
