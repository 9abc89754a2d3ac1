import { expandWord, type Variables } from '../../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseArgDeclarations } from '../../../dockerfile/parser/name-values.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import type { SettledOptions } from '../../model/build-options.ts'

/**
 * The arguments that FROM lines can use, and stages after `ARG NAME`: the platform arguments, then the ARG lines above
 * the first FROM. Source: dockerfile2llb/platform.go: defaultArgs, convert.go: buildMetaArgs.
 */
export function globalArguments(input: {
  readonly lines: readonly Instruction[]
  readonly escape: '\\' | '`'
  readonly frontend: Frontend
  readonly options: SettledOptions
  readonly daemonPlatform: string
  /** The value of TARGETSTAGE: the name of the stage that is built. */
  readonly targetStage: string
}): Map<string, string> {
  const { buildArgs } = input.options
  const values = new Map<string, string>()
  for (const [name, value] of predefined(input)) values.set(name, buildArgs[name] ?? value)
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

/** Throws DockerfileError for a default that cannot be expanded, where the front end is strict; else it is empty. */
function expandDefault(
  value: string,
  values: Variables,
  { escape, frontend }: { readonly escape: '\\' | '`'; readonly frontend: Frontend },
): string {
  try {
    return expandWord(value, values, { escape, features: featuresOf(frontend) })
  } catch (error) {
    if (error instanceof DockerfileError && !featuresOf(frontend).strictGlobalDefaults) return ''
    throw error
  }
}

/** Predefined arguments and their values. Source: dockerfile2llb/platform.go: defaultArgs. */
function predefined({
  options: { platform },
  daemonPlatform,
  targetStage,
  frontend,
}: Pick<
  Parameters<typeof globalArguments>[0],
  'options' | 'daemonPlatform' | 'targetStage' | 'frontend'
>): readonly (readonly [string, string])[] {
  const features = featuresOf(frontend)
  const [os = '', architecture = '', variant = ''] = platform.split('/')
  const [buildOs = '', buildArchitecture = '', buildVariant = ''] = daemonPlatform.split('/')
  return [
    ['BUILDPLATFORM', daemonPlatform],
    ['BUILDOS', buildOs],
    ...(features.osVersion ? ([['BUILDOSVERSION', '']] as const) : []),
    ['BUILDARCH', buildArchitecture],
    ['BUILDVARIANT', buildVariant],
    ['TARGETPLATFORM', platform],
    ['TARGETOS', os],
    ...(features.osVersion ? ([['TARGETOSVERSION', '']] as const) : []),
    ['TARGETARCH', architecture],
    ['TARGETVARIANT', variant],
    ...(features.targetStage ? ([['TARGETSTAGE', targetStage]] as const) : []),
  ]
}
