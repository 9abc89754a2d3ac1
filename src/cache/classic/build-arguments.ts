import { expandWord } from '../../dockerfile/expansion/expand-word.ts'
import type { Instruction } from '../../dockerfile/parser/instruction.ts'
import { parseArgDeclarations } from '../../dockerfile/parser/name-values.ts'

/**
 * Build arguments by the rules of the classic builder: an ARG is not part of the image's environment, an ENV of the
 * same name always wins, and only the proxy variables are predefined.
 * Source: moby builder/dockerfile/buildargs.go.
 */
export type BuildArguments = {
  /** `--build-arg`. */
  readonly given: Readonly<Record<string, string>>
  /** ARG before the first FROM: name → default; null: only declared. */
  readonly global: ReadonlyMap<string, string | null>
  /** ARG of the stage so far. */
  readonly declared: ReadonlyMap<string, string | null>
}

/** Taken without an ARG, and left out of a RUN's cached command line then. */
export const proxyNames: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
)

/** The arguments before the first line; `given` are the values of `--build-arg`. */
export const noArguments = (given: Readonly<Record<string, string>>): BuildArguments => ({
  given,
  global: new Map(),
  declared: new Map(),
})

/** The arguments at the start of a new stage: declarations of other stages do not reach it. */
export const forNewStage = (args: BuildArguments): BuildArguments => ({ ...args, declared: new Map() })

/** The arguments after an ARG of a stage; `value` null: it has no default. */
export const declare = (args: BuildArguments, name: string, value: string | null): BuildArguments => ({
  ...args,
  declared: new Map(args.declared).set(name, value),
})

const declareGlobal = (args: BuildArguments, name: string, value: string | null): BuildArguments => ({
  ...declare(args, name, value),
  global: new Map(args.global).set(name, value),
})

/** Reads an ARG line above the first FROM, which can refer to those before it. Throws DockerfileError. */
export function readGlobalArgument(args: BuildArguments, { rest }: Instruction, escape: '\\' | '`'): BuildArguments {
  const values = declaredValues(args)
  const expand = (word: string) => expandWord(word, values, { escape })
  return parseArgDeclarations(rest, escape)
    .map(({ name, value }) => ({ name: expand(name), value: value === null ? null : expand(value) }))
    .reduce((known, { name, value }) => declareGlobal(known, name, value), args)
}

/** The arguments that FROM can use. */
export const globalValues = (args: BuildArguments): ReadonlyMap<string, string> => valuesOf(args, args.global)

const declaredValues = (args: BuildArguments): ReadonlyMap<string, string> => valuesOf(args, args.declared)

/** Arguments that a step sees, without those that the image's environment hides. */
export function visibleArguments(
  args: BuildArguments,
  environment: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const visible = new Map(declaredValues(args))
  for (const name of environment.keys()) visible.delete(name)
  return visible
}

function valuesOf(args: BuildArguments, names: ReadonlyMap<string, string | null>): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const name of [...names.keys(), ...proxyNames]) {
    const value = Object.hasOwn(args.given, name) ? args.given[name]! : (names.get(name) ?? args.global.get(name))
    if (value !== undefined && value !== null) values.set(name, value)
  }
  return values
}
