import { expandWord } from '../../dockerfile/expansion/expand-word.ts'
import { featuresOf } from '../../dockerfile/frontend/frontend-features.ts'
import { parseArgDeclarations, parseNameValues } from '../../dockerfile/parser/name-values.ts'
import { locating } from '../../dockerfile/problems/dockerfile-error.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import type { MetadataRow } from '../model/plan/plan.ts'
import { copyStep } from './commands/copy.ts'
import { checkMetadata } from './commands/metadata-checks.ts'
import { runStep } from './commands/run.ts'
import { workdirStep } from './commands/workdir.ts'
import { nextWorkdir, type StageState } from './stages/stage-state.ts'
import type { Stage, StageInstruction } from './stages/stage-table.ts'
import type { StepCounter } from './step-names.ts'
import { type BuildScope, expandIn, lexerOf, type MadeStep, type StepScope, wordEscapeOf } from './step-scope.ts'

export type ConvertedStage = {
  readonly state: StageState
  readonly steps: readonly PlacedStep[]
  readonly metadata: readonly MetadataRow[]
}

/**
 * Converts the commands of one needed stage in order. ENV, ARG and settings change the state for the commands below;
 * RUN, COPY, ADD and WORKDIR make vertices. Throws DockerfileError. Source: dockerfile2llb/convert.go: dispatch.
 */
export function convertInstructions(
  stage: Stage,
  start: StageState,
  counter: StepCounter,
  build: BuildScope,
  forcedBy: string | null,
): ConvertedStage {
  const rows = new RowIds(stage)
  const steps: PlacedStep[] = []
  const metadata: MetadataRow[] = []
  let state = start
  for (const command of stage.instructions) {
    const scope = { ...build, command, state, counter, ignoreCache: forcedBy !== null }
    const { next, made } = locating(command.instruction, () => {
      const dispatched = dispatch(scope)
      if (dispatched.made !== null) build.budget.addStep()
      return dispatched
    })
    state = next
    const row = rows.describe(command)
    if (made === null) metadata.push(row)
    else {
      const { requests, ...step } = made
      for (const { from, path } of requests) (from === null ? build.contextPaths : from.requested)?.add(path)
      steps.push({ ...row, ...step, forcedBy: made.vertex.ignoreCache ? forcedBy : null })
    }
  }
  return { state, steps, metadata }
}

type Dispatched = { readonly next: StageState; readonly made: MadeStep | null }

function dispatch(scope: StepScope): Dispatched {
  const { state } = scope
  const { instruction } = scope.command
  const metadata = (change: Partial<StageState> = {}): Dispatched => ({ next: { ...state, ...change }, made: null })
  const step = (made: MadeStep, change: Partial<StageState> = {}): Dispatched => ({
    next: { ...state, ...change, head: made.vertex },
    made,
  })
  switch (instruction.keyword) {
    case 'env':
      return metadata(setEnvironment(scope))
    case 'arg':
      return metadata({ environment: declareArguments(scope) })
    case 'user':
      return metadata({ user: expandIn(scope, instruction.rest) })
    case 'shell':
      return metadata({ shell: instruction.json })
    case 'workdir': {
      const workdir = nextWorkdir(state, expandIn(scope, instruction.rest))
      return workdir === '/' ? metadata({ workdir }) : step(workdirStep(scope, workdir), { workdir })
    }
    case 'copy':
    case 'add':
      return step(copyStep(scope))
    case 'run':
      return step(runStep(scope))
    case 'label':
    case 'stopsignal':
    case 'volume':
    case 'expose':
    case 'cmd':
    case 'entrypoint':
    case 'healthcheck':
    case 'maintainer':
    case 'onbuild':
    case 'from':
      checkMetadata(instruction, state.environment, { ...lexerOf(scope), wordEscape: wordEscapeOf(scope) })
      return metadata()
  }
}

/** Sets variables. All values of a line are expanded with the environment before that line. */
function setEnvironment(scope: StepScope): Partial<StageState> {
  const { environment, imageEnvironment } = scope.state
  const pairs = parseNameValues(scope.command.instruction.rest, wordEscapeOf(scope), 'ENV').map(
    ([name, value]) => [expandIn(scope, name), expandIn(scope, value)] as const,
  )
  return {
    environment: environment.with(pairs),
    imageEnvironment: imageEnvironment.with(pairs),
  }
}

/** Build arguments that configure the SBOM scanner and are in no environment. */
const hiddenArguments: ReadonlySet<string> = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE'])

/** Declares arguments. An argument with a value becomes a variable; an argument without a value has no effect. */
function declareArguments(scope: StepScope): StageState['environment'] {
  const { options, globals, frontend, state } = scope
  let environment = state.environment
  const early = !featuresOf(frontend).lineScopedArguments
  for (const declared of parseArgDeclarations(scope.command.instruction.rest, wordEscapeOf(scope))) {
    // Early front ends expand the whole line first, including the names.
    const name = early ? expandIn(scope, declared.name) : declared.name
    const overridden = Object.hasOwn(options.buildArgs, name)
    const visible = early ? state.environment : environment
    const fallback =
      declared.value === null || (overridden && !early)
        ? globals.get(name)
        : expandWord(declared.value, visible, lexerOf(scope))
    const value = overridden ? options.buildArgs[name] : fallback
    if (value !== undefined && !hiddenArguments.has(name)) environment = environment.with([[name, value]])
  }
  return environment
}

/** Makes ids from stage, keyword and number, so that an edit above a line does not change the ids below it. */
class RowIds {
  readonly #stage: Stage
  readonly #counts = new Map<string, number>()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  describe({ instruction, trigger }: StageInstruction): MetadataRow {
    const keyword = instruction.keyword.toUpperCase()
    const kind = trigger ? `ONBUILD ${keyword}` : keyword
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    return {
      id: `${this.#stage.label || 'stage-0'}/${kind}/${count}`,
      stage: this.#stage.name || `stage-${this.#stage.index}`,
      stageIndex: this.#stage.index ?? 0,
      line: instruction.line,
      endLine: instruction.endLine,
      instruction: keyword,
      text: fullText(instruction),
    }
  }
}

function fullText({ text, heredocs }: StageInstruction['instruction']): string {
  return text + heredocs.map(({ body, name }) => `\n${body}${name}`).join('')
}
