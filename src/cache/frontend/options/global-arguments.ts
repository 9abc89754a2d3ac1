import { expandWord, type Variables } from '../../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseArgDeclarations } from '../../../dockerfile/parser/name-values.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import type { SettledOptions } from '../../model/build-options.ts'

/**
 * What FROM lines can use, and a stage after a bare `ARG NAME`: the platform arguments, then the ARG lines above the
 * first FROM. Source: dockerfile2llb/platform.go: defaultArgs, convert.go: buildMetaArgs.
 */
export function globalArguments(input: {
  readonly lines: readonly Instruction[]
  readonly escape: '\\' | '`'
  readonly frontend: Frontend
  readonly options: SettledOptions
  /** The daemon's platform. */
  readonly own: string
  /** Name of the stage that is built, as TARGETSTAGE tells it. */
  readonly targetStage: string
}): Map<string, string> {
  const { buildArgs } = input.options
  const values = new Map<string, string>()
  for (const [name, value, since] of predefined(input)) {
    if (input.frontend.version >= since) values.set(name, buildArgs[name] ?? value)
  }
  for (const line of input.lines) {
    for (const { name, value } of parseArgDeclarations(line.rest, input.escape)) {
      if (Object.hasOwn(buildArgs, name)) values.set(name, buildArgs[name]!)
      else if (value !== null) {
        values.set(name, expandDefault(value, values, input))
      }
    }
  }
  return values
}

/** Before 1.8 a default that cannot be expanded was empty. Throws DockerfileError since. */
function expandDefault(
  value: string,
  values: Variables,
  { escape, frontend }: { readonly escape: '\\' | '`'; readonly frontend: Frontend },
): string {
  try {
    return expandWord(value, values, { escape, frontend: frontend.version })
  } catch (error) {
    if (error instanceof DockerfileError && frontend.version < 8) return ''
    throw error
  }
}

/** Predefined arguments with the front-end version that brought them. */
function predefined({
  options: { platform },
  own,
  targetStage,
}: Pick<Parameters<typeof globalArguments>[0], 'options' | 'own' | 'targetStage'>): readonly (readonly [
  string,
  string,
  number,
])[] {
  const [os = '', architecture = '', variant = ''] = platform.split('/')
  const [buildOs = '', buildArchitecture = '', buildVariant = ''] = own.split('/')
  return [
    ['BUILDPLATFORM', own, 0],
    ['BUILDOS', buildOs, 0],
    ['BUILDOSVERSION', '', 13],
    ['BUILDARCH', buildArchitecture, 0],
    ['BUILDVARIANT', buildVariant, 0],
    ['TARGETPLATFORM', platform, 0],
    ['TARGETOS', os, 0],
    ['TARGETOSVERSION', '', 13],
    ['TARGETARCH', architecture, 0],
    ['TARGETVARIANT', variant, 0],
    ['TARGETSTAGE', targetStage, 11],
  ]
}
