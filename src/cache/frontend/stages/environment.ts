/**
 * The environment of a stage: an ordered list, because its order is part of every RUN's key.
 * Source: BuildKit client/llb/meta.go: EnvList.
 */
export type Environment = ReadonlyMap<string, string>

export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Setting a name again moves it to the end, even with an equal value. */
export function withVariable(environment: Environment, name: string, value: string): Environment {
  const next = new Map(environment)
  next.delete(name)
  next.set(name, value)
  return next
}

/** Sets every variable of an image's configuration on top, in their order. */
export function withVariables(environment: Environment, variables: Iterable<readonly [string, string]>): Environment {
  const next = new Map(environment)
  for (const [name, value] of variables) {
    next.delete(name)
    next.set(name, value)
  }
  return next
}

/** `NAME=value` lines of an image configuration; PATH is always set. */
export function imageEnvironment(lines: readonly string[]): Environment {
  const variables = new Map<string, string>()
  for (const line of lines) {
    const equals = line.indexOf('=')
    variables.set(equals < 0 ? line : line.slice(0, equals), equals < 0 ? '' : line.slice(equals + 1))
  }
  if (!variables.has('PATH')) variables.set('PATH', defaultPath)
  return variables
}
