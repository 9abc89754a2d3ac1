import { builtinFrontend, type Frontend } from '../frontend/frontend.ts'
import { featuresOf } from '../frontend/frontend-features.ts'
import {
  DockerfileError,
  type DockerfileProblem,
  LimitError,
  locating,
  problemOf,
} from '../problems/dockerfile-error.ts'
import { checkInstruction } from './check-instruction.ts'
import { DirectiveReader } from './directives.ts'
import { heredocMarkers, readHeredocBody } from './heredoc.ts'
import type { Instruction } from './instruction.ts'
import { splitInstruction, UnknownInstructionError } from './split-instruction.ts'
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
    return { dockerfile: null, problem: problemOf(error) }
  }
}

function readInstructions(text: string, frontend: Frontend): Dockerfile {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  rejectLongLine(lines)
  const directives = new DirectiveReader(featuresOf(frontend))
  const read: (Instruction | UnknownInstruction)[] = []
  const escapeNow = () => (directives.values.get('escape') === '`' ? '`' : '\\')
  let at = 0
  while (at < lines.length) {
    const start = at
    const joined = locating({ line: start + 1, column: 1 }, () => joinLines(lines, start, directives, escapeNow))
    at = joined.next
    if (joined.text === null) continue
    const place = { line: start + 1, endLine: at, column: columnOf(lines[start]!) }
    const instruction = locating(place, () =>
      readInstruction(joined.text!, place, { escape: escapeNow(), lines, frontend }),
    )
    at = instruction.endLine
    if (read.length >= mostInstructions) throw tooManyInstructions(place.line)
    read.push(joined.emptyContinuation ? { ...instruction, emptyContinuation: true } : instruction)
  }
  if (read.length === 0) throw new DockerfileError('file with no instructions', 1, 1, 'the Dockerfile is empty')
  const instructions = read.map((instruction) => checked(instruction, escapeNow(), frontend))
  return { escape: escapeNow(), directives: directives.values, instructions }
}

/** Lines are read into a buffer of 64 KiB, comments and heredoc bodies too. Source: parser.go: handleScannerError. */
function rejectLongLine(lines: readonly string[]): void {
  const index = lines.findIndex((line) => Buffer.byteLength(line.replace(/\n$/, '')) > longestLine)
  if (index >= 0)
    throw new DockerfileError(`dockerfile line greater than max allowed size of ${longestLine}`, index + 1)
}

const longestLine = 65535

/** The highest number of instructions that are read from one file. A builder has no such limit. */
const mostInstructions = 100_000

const tooManyInstructions = (line: number): LimitError =>
  new LimitError(
    `the file has more than ${mostInstructions.toLocaleString('en-US')} instructions`,
    line,
    1,
    'layertui reads a Dockerfile no further than that',
  )

/** A line with an unknown keyword: rejected only once the whole file has been read. */
type UnknownInstruction = LineRange & { readonly unknown: DockerfileError }
type LineRange = { readonly line: number; readonly endLine: number; readonly column: number }
type ParseOptions = { readonly escape: string; readonly lines: readonly string[]; readonly frontend: Frontend }

const split = (joined: string, place: LineRange, { escape, frontend }: ParseOptions): Instruction =>
  splitInstruction(joined, { escape, features: featuresOf(frontend) }, place)

function readInstruction(joined: string, place: LineRange, reading: ParseOptions): Instruction | UnknownInstruction {
  if (trimSpace(joined) === '') throw new DockerfileError('file contains an instruction with nothing in it')
  try {
    return withHeredocs(split(joined, place, reading), joined, reading)
  } catch (error) {
    if (error instanceof UnknownInstructionError) return { unknown: error, ...place }
    throw error
  }
}

function checked(instruction: Instruction | UnknownInstruction, escape: string, frontend: Frontend): Instruction {
  return locating(instruction, () => {
    if ('unknown' in instruction) throw instruction.unknown
    checkInstruction(instruction, escape, frontend)
    return instruction
  })
}

type Joined = { readonly text: string | null; readonly next: number; readonly emptyContinuation: boolean }

/** One logical line: continuation lines joined, comments and blank lines inside dropped. */
function joinLines(lines: readonly string[], start: number, directives: DirectiveReader, escape: () => string): Joined {
  const first = start === 0 ? lines[0]!.replace(/^\uFEFF/, '') : lines[start]!
  const opened = trimStart(trimNewlines(first))
  directives.offer(opened)
  let at = start + 1
  let piece = cutContinuation(opened.startsWith('#') ? '' : opened, escape())
  if (!piece.continues && piece.text === '') return { text: null, next: at, emptyContinuation: false }
  let text = piece.text
  let emptyContinuation = false
  while (piece.continues && at < lines.length) {
    const line = trimNewlines(lines[at++]!)
    directives.offer(line)
    const bare = trimStart(line)
    emptyContinuation ||= bare === ''
    if (bare === '' || bare.startsWith('#')) continue
    // Unlike the first line, a continuation keeps its leading blanks: indentation is part of a RUN's text.
    piece = cutContinuation(line, escape())
    text += piece.text
  }
  return { text, next: at, emptyContinuation }
}

/** Takes a trailing escape off; a doubled escape does not continue the line. */
function cutContinuation(line: string, escape: string): { text: string; continues: boolean } {
  const pattern = escape === '`' ? /(^|[^`])`[ \t]*$/ : /(^|[^\\])\\[ \t]*$/
  return pattern.test(line) ? { text: line.replace(pattern, '$1'), continues: true } : { text: line, continues: false }
}

const columnOf = (line: string): number => line.length - trimStart(line.replace(/^\uFEFF/, '')).length + 1

function withHeredocs(instruction: Instruction, joined: string, reading: ParseOptions): Instruction {
  const { lines, frontend } = reading
  // Triggers carry the heredocs of the instruction they hold.
  const holder =
    instruction.keyword === 'onbuild' && instruction.rest !== '' ? heldInstruction(instruction, reading) : instruction
  if (holder === null || !['add', 'copy', 'run'].includes(holder.keyword) || holder.json !== null) return instruction
  const heredocs = []
  let at = instruction.endLine
  for (const marker of heredocMarkers(joined, featuresOf(frontend))) {
    const { body, next } = readHeredocBody(marker, lines, at)
    heredocs.push({ ...marker, body })
    at = next
  }
  return heredocs.length === 0 ? instruction : { ...instruction, heredocs, endLine: at }
}

/** The instruction inside ONBUILD. Its keyword is checked only when it is triggered; null for an unknown keyword. */
function heldInstruction(instruction: Instruction, reading: ParseOptions): Instruction | null {
  try {
    return split(instruction.rest, instruction, reading)
  } catch (error) {
    if (error instanceof UnknownInstructionError) return null
    throw error
  }
}
