import type { Heredoc } from '../../src/dockerfile/parser/heredoc.ts'
import type { Instruction } from '../../src/dockerfile/parser/instruction.ts'
import { parseDockerfile } from '../../src/dockerfile/parser/parse-dockerfile.ts'

/** A Dockerfile as it was understood, or its rejection, to be read by people. */
export function showParse(text: string): string {
  const { dockerfile, problem } = parseDockerfile(text)
  if (problem !== null) {
    const hint = problem.hint === undefined ? [] : [`hint: ${problem.hint}`]
    return lines([`${problem.line}:${problem.column} ${problem.message}`, ...hint])
  }
  const directives = [...dockerfile.directives].map(([name, value]) => `directive ${name} = ${value}`)
  return lines([...directives, `escape ${dockerfile.escape}`, ...dockerfile.instructions.flatMap(showInstruction)])
}

function showInstruction(instruction: Instruction): string[] {
  const { line, endLine, column, keyword, flags, rest, json, heredocs } = instruction
  const range = line === endLine ? `${line}` : `${line}-${endLine}`
  return [
    '',
    `${range}:${column} ${keyword.toUpperCase()}`,
    ...flags.map((flag) => `  flag    ${JSON.stringify(flag)}`),
    json === null ? `  rest    ${JSON.stringify(rest)}` : `  json    ${JSON.stringify(json)}`,
    ...heredocs.flatMap(showHeredoc),
  ]
}

function showHeredoc({ name, chomp, expand, body }: Heredoc): string[] {
  const how = [chomp ? 'tabs cut' : '', expand ? 'unquoted' : 'quoted'].filter((word) => word !== '').join(', ')
  return [`  heredoc ${name} (${how})`, `          ${JSON.stringify(body)}`]
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`
