import { expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import type { FrontendFeatures } from '../../../dockerfile/frontend/frontend-features.ts'
import { flagValue, flagValues, type Instruction } from '../../../dockerfile/parser/instruction.ts'
import { didYouMean, nearestNames } from '../../../dockerfile/problems/did-you-mean.ts'
import { DockerfileError, hinted, locating } from '../../../dockerfile/problems/dockerfile-error.ts'
import { normalizeReference } from '../../../dockerfile/values/image-reference.ts'
import { mountFrom, mountMakesStage } from '../../../dockerfile/values/mount.ts'
import type { BuildOptions } from '../../model/build-options.ts'
import { walkDepthFirst } from '../../model/graph/depth-first.ts'
import { findNamedContext } from './named-context.ts'
import type { StageText } from './split-stages.ts'
import { stagePlatform } from './stage-platform.ts'

/** A stage that is being converted. */
export type Stage = {
  /** Index among the written stages; null: it was added for a COPY --from or mount that names no stage. */
  readonly index: number | null
  readonly name: string
  /** The prefix of its steps: name or `stage-N`. */
  readonly label: string
  /** The expanded base: a stage, an image, a named context or `scratch`. */
  readonly base: string
  /** The platform of `FROM --platform` in normalized form, or null. */
  readonly platform: string | null
  readonly from: Instruction | null
  readonly parent: Stage | null
  /** The value of the `--build-context` that replaces the stage, or null. */
  readonly replacement: string | null
  /** The commands; ONBUILD triggers are put in front when they are known. */
  instructions: readonly StageInstruction[]
  /** The stages that its steps copy or mount from. */
  readonly sources: Set<Stage>
}

export type StageInstruction = {
  readonly instruction: Instruction
  /** The command is an ONBUILD trigger of the base. */
  readonly trigger: boolean
  /** The stages that it reads: one for COPY --from, one for each mount of RUN. */
  readonly sources: readonly Stage[]
}

/**
 * The stages of a Dockerfile, and the stages that steps add by naming an image, a named context or nothing (every mount
 * without `from` adds one). All of them count in numbers and names.
 * Source: dockerfile2llb/convert.go: buildDispatchStates, toCommand, detectRunMount.
 */
export class StageTable {
  readonly stages: Stage[] = []
  readonly #byName = new Map<string, Stage>()
  readonly #options: BuildOptions
  readonly #features: FrontendFeatures

  constructor(
    texts: readonly StageText[],
    globals: ReadonlyMap<string, string>,
    options: BuildOptions,
    reading: FromReading,
  ) {
    this.#options = options
    this.#features = reading.features
    texts.forEach((text, index) => {
      this.#addWritten(text, index, globals, reading)
    })
    for (const stage of [...this.stages]) {
      stage.instructions = stage.instructions.map(({ instruction }) =>
        this.connect(stage, instruction, { trigger: false }),
      )
    }
    rejectCircles(this.stages)
  }

  /** The stage that `--target` names, in any case; by default the last one written. */
  target(): Stage {
    const { target } = this.#options
    if (target === null) return this.stages.findLast((stage) => stage.index !== null)!
    const named = this.#byName.get(target.toLowerCase())
    if (named !== undefined) return named
    const names = [...this.#byName.keys()]
    throw new DockerfileError(
      `target stage "${target}" could not be found`,
      0,
      1,
      didYouMean(target.toLowerCase(), names, (near) => near) ?? stagesLike(target.toLowerCase(), names),
    )
  }

  /** Finds the stages that an instruction reads from; unknown names become stages of their own. */
  connect(stage: Stage, instruction: Instruction, { trigger }: { readonly trigger: boolean }): StageInstruction {
    const sources = locating(instruction, () => this.#sourcesOf(instruction))
    for (const source of sources) stage.sources.add(source)
    return { instruction, trigger, sources }
  }

  /** The value of the `--build-context` with this name, or null. */
  namedContext(name: string): string | null {
    return findNamedContext(name, this.#options.buildContexts, this.#features)
  }

  #addWritten(text: StageText, index: number, globals: ReadonlyMap<string, string>, reading: FromReading): void {
    const { line, column } = text.from
    const base = locating(text.from, () => expandWord(text.base, globals, reading))
    if (base === '') throw new DockerfileError(`base name (${text.base}) should not be blank`, line, column)
    // A named context cannot replace a stage with one of these names.
    const ownName = text.name === '' || /^(scratch|context)$/i.test(text.name)
    const replacement = ownName ? null : locating(text.from, () => this.namedContext(text.name))
    const parent = replacement === null ? (this.#byName.get(base) ?? null) : null
    const commands = text.instructions.map((instruction) => ({ instruction, trigger: false, sources: [] }))
    const stage: Stage = {
      index,
      name: text.name,
      label: text.name || `stage-${index}`,
      base,
      platform: locating(text.from, () => stagePlatform(text.from, globals, reading)),
      from: text.from,
      parent,
      replacement,
      instructions: commands,
      sources: new Set(),
    }
    // BuildKit parses every image reference, also of stages that are not needed.
    if (parent === null && replacement === null && base !== 'scratch')
      locating(text.from, () => normalizeReference(base))
    this.#add(stage)
  }

  #add(stage: Stage): void {
    this.stages.push(stage)
    if (stage.name !== '') this.#byName.set(stage.name, stage)
  }

  #sourcesOf(instruction: Instruction): Stage[] {
    if (instruction.keyword === 'copy') {
      const from = flagValue(instruction, 'from')
      return from === null || from === '' ? [] : [this.#copySource(from)]
    }
    if (instruction.keyword !== 'run') return []
    return flagValues(instruction, 'mount').map((flag) => {
      const made = mountMakesStage(flag, this.#features)
      return made ? this.#named(mountFrom(flag) || 'scratch') : broughtIn('scratch')
    })
  }

  #copySource(from: string): Stage {
    if (expandWord(from, new Map()) !== from) {
      throw hinted(
        'variable expansion is not supported for --from, define a new stage with FROM using ARG',
        'FROM ${…} AS name above, then --from=name',
      )
    }
    if (!/^[-+]?\d+$/.test(from)) return this.#named(from)
    const stage = this.stages[Number(from)]
    if (stage === undefined)
      throw hinted(`invalid stage index ${from}`, `stages are counted from 0; this file has ${this.stages.length}`)
    return stage
  }

  /** Finds a stage by name as COPY --from and mounts do: without regard to case, the last one of that name. */
  #named(name: string): Stage {
    const known = this.#byName.get(name.toLowerCase())
    if (known !== undefined) return known
    if (name !== 'scratch' && this.namedContext(name) === null) normalizeReference(name)
    const stage = broughtIn(name)
    this.#add(stage)
    return stage
  }
}

/** A stage without a FROM line. */
const broughtIn = (base: string): Stage => ({
  index: null,
  name: '',
  label: '',
  base,
  platform: null,
  from: null,
  parent: null,
  replacement: null,
  instructions: [],
  sources: new Set(),
})

type FromReading = {
  readonly escape: '\\' | '`'
  readonly features: FrontendFeatures
  /** The daemon's platform. */
  readonly daemonPlatform: string
}

function rejectCircles(stages: readonly Stage[]): void {
  const state = new Map<Stage, 'open' | 'done'>()
  const enter = (stage: Stage): boolean => {
    if (state.get(stage) === 'done') return false
    if (state.get(stage) === 'open') {
      const hint = 'a stage cannot copy or mount from itself, nor from one that needs it'
      throw new DockerfileError(
        `circular dependency detected on stage: ${stage.name || stage.label}`,
        stage.from?.line ?? 0,
        1,
        hint,
      )
    }
    state.set(stage, 'open')
    return true
  }
  const leave = (stage: Stage) => state.set(stage, 'done')
  for (const stage of stages) walkDepthFirst(stage, ({ sources }) => sources, { enter, leave })
}

const mostNames = 5

/** The stages that may have been meant. A file can have dozens. */
function stagesLike(target: string, names: readonly string[]): string {
  if (names.length === 0) return 'no stage of this file has a name'
  if (names.length <= mostNames) return `stages: ${names.join(', ')}`
  const near = nearestNames(target, names, mostNames)
  return `nearest stages: ${near.join(', ')}; ${names.length - near.length} more`
}
