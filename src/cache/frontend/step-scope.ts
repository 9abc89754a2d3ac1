import { type ExpandOptions, expandWord, type Variables } from '../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../dockerfile/frontend/frontend-features.ts'
import type { BuildRules, SettledOptions } from '../model/build-options.ts'
import type { MergeVertex, StepVertex } from '../model/graph/vertex.ts'
import type { KeyMount } from '../model/plan/key-inputs.ts'
import type { ConversionBudget } from './conversion-budget.ts'
import { platformPrefix } from './platform-prefix.ts'
import type { StageState } from './stages/stage-state.ts'
import type { Stage, StageInstruction } from './stages/stage-table.ts'
import { displayText, type StepCounter } from './step-names.ts'

/** Facts that hold for the whole build. */
export type BuildScope = {
  readonly frontend: Frontend
  readonly escape: '\\' | '`'
  /** The options, with SOURCE_DATE_EPOCH normalized. */
  readonly options: SettledOptions
  readonly rules: BuildRules
  readonly globals: Variables
  readonly budget: ConversionBudget
  /** The SOURCE_DATE_EPOCH that WORKDIR carries, or empty. */
  readonly epoch: string
  /** The paths that are requested of the build's own context. */
  readonly contextPaths: Set<string>
  /** The stages that are converted already. */
  readonly states: ReadonlyMap<Stage, StageState>
}

/** Facts that hold for one command of a stage. */
export type StepScope = BuildScope & {
  readonly command: StageInstruction
  readonly state: StageState
  readonly counter: StepCounter
  /** `--no-cache` or its filter applies to this stage. */
  readonly ignoreCache: boolean
}

/** A converted step, with the parts of its key in words. */
export type MadeStep = {
  readonly vertex: StepVertex | MergeVertex
  readonly resolvedText: string
  /** See `StepFacts`. */
  readonly stageSettings: readonly (readonly [relation: string, value: string])[]
  readonly environment: readonly (readonly [string, string])[] | null
  readonly variablesUsed?: readonly (readonly [string, string])[]
  /** The mounts of a RUN. */
  readonly mounts?: readonly KeyMount[]
  /** The paths that the step reads of contexts. */
  readonly requests: readonly PathRequest[]
}

/** A path that a step reads: of the build's own context (null), or of the named context that a stage starts from. */
export type PathRequest = { readonly from: StageState | null; readonly path: string }

/** The options for expanding words in this build. */
export const lexerOf = ({ escape, frontend }: BuildScope): ExpandOptions => ({ escape, features: featuresOf(frontend) })

/** The escape character for splitting words. A trigger is read as its own file, without the escape directive. */
export const wordEscapeOf = ({ command, escape }: StepScope): string => (command.trigger ? '\\' : escape)

/** Expands a word by the stage's environment. Throws DockerfileError. */
export function expandIn(scope: StepScope, word: string): string {
  const text = expandWord(word, scope.state.environment, lexerOf(scope))
  scope.budget.addText(text.length)
  return text
}

/** Takes the next number of the stage and returns the printed name with it. */
export function takeNextName(scope: StepScope, text: string): string {
  const { command, state, options, frontend } = scope
  const keyword = command.trigger && featuresOf(frontend).countedTriggers ? 'ONBUILD ' : ''
  return scope.counter.name(keyword + text, platformPrefix(state.platform, state.environment, options))
}

/** The instruction as progress shows it. */
export function shownText(scope: StepScope, text: string, variables: Variables, options: ExpandOptions = {}): string {
  const shown = displayText(text, variables, { ...lexerOf(scope), ...options })
  scope.budget.addText(shown.length)
  return shown
}
