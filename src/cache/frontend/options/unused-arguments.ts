import type { Instruction } from '../../../dockerfile/parser/instruction.ts'

type Lines = {
  /** The ARG lines above the first FROM. */
  readonly globals: readonly Instruction[]
  /** The FROM lines of the stages that the target needs. */
  readonly bases: readonly Instruction[]
  /** All other instructions of these stages, triggers included. */
  readonly commands: readonly Instruction[]
}

/**
 * The names of `--build-arg` that no step of the target can see: no stage declares them with ARG, and no FROM names
 * them. Arguments that BuildKit reads itself, platform arguments and proxies are always left out.
 */
export function unusedArguments(
  buildArgs: Readonly<Record<string, string>>,
  { globals, bases, commands }: Lines,
): readonly string[] {
  const declared = new Set(commands.filter(({ keyword }) => keyword === 'arg').flatMap(declaredNames))
  const named = [...globals, ...bases].map(({ text }) => text).join('\n')
  const isGlobal = new Set(globals.flatMap(declaredNames))
  return Object.keys(buildArgs).filter(
    (name) => !isBuiltIn(name) && !declared.has(name) && !(isGlobal.has(name) && names(named, name)),
  )
}

const declaredNames = ({ rest }: Instruction): readonly string[] =>
  rest
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.split('=')[0]!)

/** Whether a text holds `$NAME` or `${NAME`. */
function names(text: string, name: string): boolean {
  for (const start of [`$${name}`, `\${${name}`]) {
    for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1))
      if (!/\w/.test(text.charAt(at + start.length))) return true
  }
  return false
}

const isBuiltIn = (name: string): boolean =>
  name.startsWith('BUILDKIT_') ||
  name === 'SOURCE_DATE_EPOCH' ||
  /^(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT|STAGE)$/.test(name) ||
  /^(?:https?|ftp|no|all)_proxy$/i.test(name)
