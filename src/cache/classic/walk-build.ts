import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { expandWord } from '../../dockerfile/expansion/expand-word.ts'
import { builtinFrontend } from '../../dockerfile/frontend/frontend.ts'
import { flagValue, type Instruction } from '../../dockerfile/parser/instruction.ts'
import { parseTrigger } from '../../dockerfile/parser/trigger.ts'
import { splitAtBlanks } from '../../dockerfile/parser/white-space.ts'
import { DockerfileError, hinted, LimitError, locating } from '../../dockerfile/problems/dockerfile-error.ts'
import { normalizeReference } from '../../dockerfile/values/image-reference.ts'
import type { ClassicBuild, ClassicStep } from '../model/classic-build.ts'
import type { ClassicState, StepContent } from '../model/classic-state.ts'
import { type BuildArguments, forNewStage, globalValues, noArguments, readGlobalArgument } from './build-arguments.ts'
import { type ChosenBase, chooseBase } from './choose-base.ts'
import { resolveContent } from './context/resolve-content.ts'
import { FinishedStages, type StageEnd } from './finished-stages.ts'
import { type ContainerConfig, isStoredAsAsked, mergeWithImage, startingConfig } from './model/container-config.ts'
import { ImageStore } from './model/image-store.ts'
import { blankOutcome, fromStatus, type StepOutcome } from './model/step-outcome.ts'
import { requestStep } from './model/step-request.ts'
import { checkPlatform } from './platform-check.ts'
import { probeStep } from './probe-step.ts'
import { emptyImage, type StageImage } from './stage-image.ts'

export type BuildWalk = {
  readonly outcomes: readonly StepOutcome[]
  readonly store: ImageStore
  readonly bases: ClassicState['bases']
}

export type WalkInput = {
  readonly build: ClassicBuild
  readonly context: DirectoryEntry | null
  readonly state: ClassicState
  /** Counts builds. */
  readonly number: number
  /** Why the client would not even send the context. */
  readonly refusal: string | null
}

/** Goes through a build step by step as the classic builder does, until it ends or stops. */
export function walkBuild(input: WalkInput): BuildWalk {
  const walker = new BuildWalker(input)
  const outcomes: StepOutcome[] = []
  let stopped = false
  for (const step of input.build.steps) {
    const unreached: StepOutcome = { ...blankOutcome(step), status: 'fails', error: stopped ? null : input.refusal }
    const outcome = stopped || input.refusal !== null ? unreached : walker.take(step)
    outcomes.push(outcome)
    if (outcome.error !== null) stopped = true
  }
  return { outcomes, store: walker.store, bases: walker.bases }
}

class BuildWalker {
  readonly store: ImageStore
  bases: ClassicState['bases']
  readonly #input: WalkInput
  readonly #stages = new FinishedStages()
  #args: BuildArguments
  #config: ContainerConfig = startingConfig(null)
  #image: StageImage = emptyImage
  #last: ClassicStep | null = null

  constructor(input: WalkInput) {
    this.#input = input
    this.store = new ImageStore(input.state.children)
    this.bases = input.state.bases
    this.#args = noArguments(input.build.options.buildArgs)
  }

  take(step: ClassicStep): StepOutcome {
    try {
      return locating(step.instruction, () => this.#takeByRole(step))
    } catch (error) {
      // Only layertui has this limit; the builder continues here.
      if (!(error instanceof DockerfileError) || error instanceof LimitError) throw error
      const hint = error.hint === null ? '' : ` (${error.hint})`
      return { ...blankOutcome(step), status: 'fails', error: error.message + hint, parent: this.#image }
    } finally {
      this.#last = step
    }
  }

  #takeByRole(step: ClassicStep): StepOutcome {
    switch (step.role) {
      case 'global':
        this.#args = readGlobalArgument(this.#args, step.instruction, this.#input.build.escape)
        return blankOutcome(step)
      case 'from':
        return this.#beginStage(step)
      case 'written':
      case 'option':
        return this.#run(step, step.instruction)
    }
  }

  #beginStage(step: ClassicStep): StepOutcome {
    this.#finishStage()
    if (this.#stages.named(step.stageName) !== undefined)
      throw hinted(`${step.stageName} stage name already used`, 'the classic builder needs different names')
    const [written = ''] = splitAtBlanks(step.instruction.rest)
    const expand = (word: string) => expandWord(word, globalValues(this.#args), { escape: this.#input.build.escape })
    const platform = flagValue(step.instruction, 'platform')
    if (platform) checkPlatform(expand(platform))
    const name = expand(written)
    if (name === '') throw new DockerfileError(`base name (${written}) should not be blank`)
    this.#args = forNewStage(this.#args)
    const stage = this.#stages.named(name)
    const base = stage === undefined && name !== 'scratch' ? this.#baseImage(name) : null
    this.#image = stage?.image ?? base?.image ?? emptyImage
    // No build has used the present image of the reference.
    const moved = base !== null && base.shown.movedFrom !== null && !this.store.hasChildren(this.#image.id)
    if (moved) this.#image = { ...this.#image, brokenBy: step.id }
    this.#config = stage?.config ?? base?.config ?? startingConfig(null)
    const triggers = this.#runTriggers(step)
    const failed = triggers.find(({ error }) => error !== null)
    return {
      ...blankOutcome(step),
      resolvedText: `FROM ${name}`,
      status: failed?.status ?? (moved ? 'rebuilt' : fromStatus(this.#image, triggers)),
      error: failed?.error ?? null,
      parent: stage?.image ?? null,
      image: this.#image,
      base: base?.shown ?? null,
      triggers,
    }
  }

  #finishStage(): void {
    const last = this.#last
    if (last === null || last.role === 'global') return
    this.#stages.add(last.stageName, { image: this.#image, config: this.#config, id: last.id })
  }

  /** ONBUILD of the base: each is parsed by itself. Source: dispatchers.go: dispatchTriggeredOnBuild. */
  #runTriggers(step: ClassicStep): StepOutcome[] {
    const texts = this.#config.onbuild
    this.#config = { ...this.#config, onbuild: [] }
    const outcomes: StepOutcome[] = []
    for (const [index, text] of texts.entries()) {
      const { instruction, problem } = parseTrigger(text, builtinFrontend(25))
      if (problem !== null) throw new DockerfileError(problem.message)
      outcomes.push(
        this.#run(
          { ...step, id: `${step.id} trigger ${index + 1}`, role: 'written', instruction },
          instruction,
          step.id,
        ),
      )
    }
    return outcomes
  }

  /** `planStep` is the id of the step in the plan; a trigger is part of its FROM. */
  #run(step: ClassicStep, instruction: Instruction, planStep = step.id): StepOutcome {
    const { build, context, number } = this.#input
    const parent = this.#image
    const sight = { config: this.#config, args: this.#args, escape: build.escape }
    const request = requestStep(instruction, sight, { expand: step.role !== 'option' })
    const source = request.copy?.from == null ? null : this.#copySource(request.copy.from)
    const content: StepContent | null =
      request.copy === null ? { kind: 'none' } : resolveContent(request.copy, context, source?.image ?? null)
    const unfindable = request.makesContainer && !isStoredAsAsked(request.config, this.#config)
    const { status, image } = probeStep({
      store: this.store,
      parent,
      step: planStep,
      command: request.command,
      content,
      forced: build.options.noCache,
      unfindable,
      stamp: `${number} ${step.id}`,
    })
    // Only the healthcheck keeps the values that the daemon filled in.
    const { healthcheck } = mergeWithImage(request.config, this.#config)
    this.#config = request.makesContainer ? { ...request.config, healthcheck } : request.config
    this.#args = request.args
    this.#image = image
    const explained = { request, content, parent, image, source: source?.stage ?? null, unfindable }
    return { ...blankOutcome(step), ...explained, status, resolvedText: request.resolvedText }
  }

  /** Source: dispatchers.go: getImageMount. */
  #copySource(from: string): { readonly image: StageImage; readonly stage: StageEnd | null } {
    const stage = this.#stages.source(from)
    if (stage !== null) return { image: stage.image, stage }
    this.#rejectUnfinishedStage(from)
    return { image: this.#baseImage(from).image, stage: null }
  }

  /** The builder takes such a name for an image, and an image of that name is unlikely. */
  #rejectUnfinishedStage(from: string): void {
    const { steps, images } = this.#input.build
    const isStage = steps.some(({ stageName }) => stageName === from.toLowerCase())
    if (isStage && images.get(normalizeReference(from))?.id == null)
      throw hinted(
        `invalid from flag value ${from}: no stage above and no image has this name`,
        'copy from a stage above',
      )
  }

  #baseImage(name: string): ChosenBase {
    if (name === 'scratch') throw new DockerfileError("'scratch' is a reserved name: no stage can copy from it")
    const base = chooseBase(this.bases, name, this.#input.build.images)
    this.bases = base.bases
    return base
  }
}
