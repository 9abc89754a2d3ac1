import { expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseArgDeclarations, parseNameValues } from '../../../dockerfile/parser/name-values.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { normalizeReference } from '../../../dockerfile/values/image-reference.ts'
import type { ImageConfig } from '../../../image/model/image.ts'
import { imageEnvironment } from '../stages/environment.ts'
import type { LintedBuild } from './linted-build.ts'

/** The linter's state of a stage up to an instruction. Stages that start from this one begin with it. */
export type StageSoFar = {
  /** The environment and the declared arguments; null: the image is not known, so any variable may be set. */
  readonly variables: Map<string, string> | null
  hasWorkdir: boolean
  hasShell: boolean
}

/**
 * An instruction of a stage that the target needs. The stage is as it was before the instruction, until the next step.
 */
export type LintedInstruction = {
  readonly at: Instruction
  readonly stage: StageSoFar
  /** One of several arguments of an ARG, which is a subject by itself; null: the whole instruction. */
  readonly declared: { readonly name: string; readonly value: string | null } | null
  /** The stage has had an instruction of this keyword. */
  readonly repeated: boolean
}

/** The instructions of the needed stages in order. */
export function* walkStages(build: LintedBuild): Generator<LintedInstruction> {
  const stages = new Map<string, StageSoFar>()
  for (const [index, text] of build.written.stages.entries()) {
    const converted = build.stages.find((stage) => stage.index === index)
    if (converted === undefined || !converted.needed) continue
    const base = converted.base.toLowerCase()
    const stage = inherited((base === '' ? undefined : stages.get(base)) ?? startOf(build, converted.base))
    const keywords = new Set<string>()
    for (const at of text.instructions) {
      yield { at, stage, declared: null, repeated: keywords.has(at.keyword) }
      keywords.add(at.keyword)
      yield* apply(at, stage, build)
    }
    stages.set(text.name, stage)
  }
}

/** The value of a word in the stage; empty where the stage's variables are not known. */
export const valueOf = (
  word: string,
  { variables }: StageSoFar,
  { dockerfile: { escape }, frontend }: LintedBuild,
): string => (variables === null ? '' : expandWord(word, variables, { escape, features: featuresOf(frontend) }))

/** Applies the instruction to the stage. Each argument of an ARG is visited before it is declared. */
function* apply(at: Instruction, stage: StageSoFar, build: LintedBuild): Generator<LintedInstruction> {
  const { escape } = build.dockerfile
  switch (at.keyword) {
    case 'env': {
      const pairs = parseNameValues(at.rest, escape, 'ENV')
      const values = pairs.map(([name, value]) => [name, valueOf(value, stage, build)] as const)
      for (const [name, value] of values) stage.variables?.set(name, value)
      return
    }
    case 'arg':
      for (const declared of parseArgDeclarations(at.rest, escape)) {
        yield { at, stage, declared, repeated: false }
        const { name, value } = declared
        const given = givenValue(name, build)
        stage.variables?.set(name, given ?? valueOf(value ?? '', stage, build))
      }
      return
    case 'workdir':
      stage.hasWorkdir = true
      return
    case 'shell':
      stage.hasShell = true
      return
    default:
      return
  }
}

/** The build argument of this name; null: none is given. */
export const givenValue = (name: string, { buildArgs }: LintedBuild): string | null =>
  Object.hasOwn(buildArgs, name) ? buildArgs[name]! : null

const inherited = (stage: StageSoFar): StageSoFar => ({
  ...stage,
  variables: stage.variables && new Map(stage.variables),
})

function startOf({ images }: LintedBuild, base: string): StageSoFar {
  if (base === 'scratch') return { variables: new Map(imageEnvironment([])), hasWorkdir: false, hasShell: false }
  const config = configOf(images, base)
  return {
    variables: config && new Map(imageEnvironment(config.env)),
    hasWorkdir: false,
    hasShell: config !== null && config.shell.length > 0,
  }
}

function configOf(images: LintedBuild['images'], base: string): ImageConfig | null {
  try {
    return images.get(normalizeReference(base))?.config ?? null
  } catch (error) {
    if (error instanceof DockerfileError) return null
    throw error
  }
}
