import { type ExpandOptions, expandWord, type Variables } from '../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../dockerfile/frontend/frontend-features.ts'
import type { BuildRules, SettledOptions } from '../model/build-options.ts'
import type { MergeVertex, StepVertex } from '../model/vertex.ts'
import { platformPrefix } from './platform-prefix.ts'
import type { StageState } from './stages/stage-state.ts'
import type { Command, Stage } from './stages/stage-table.ts'
import { displayText, type StepCounter } from './step-names.ts'

/** What holds for a whole build. */
export type BuildScope = {
  readonly frontend: Frontend
  readonly escape: '\\' | '`'
  /** With SOURCE_DATE_EPOCH as it counts. */
  readonly options: SettledOptions
  readonly rules: BuildRules
  readonly globals: Variables
  /** What WORKDIR carries of SOURCE_DATE_EPOCH; empty: nothing. */
  readonly epoch: string
  /** Paths asked of the build's own context. */
  readonly contextPaths: Set<string>
  /** Stages that are planned already. */
  readonly states: ReadonlyMap<Stage, StageState>
}

/** What holds for one command of a stage. */
export type StepScope = BuildScope & {
  readonly command: Command
  readonly state: StageState
  readonly counter: StepCounter
  /** `--no-cache` or the filter asks for this stage. */
  readonly ignoreCache: boolean
}

/** A step as it was made, with what its key holds in words. */
export type MadeStep = {
  readonly vertex: StepVertex | MergeVertex
  readonly resolvedText: string
  /** See `StepFacts`. */
  readonly stageSettings: readonly (readonly [relation: string, value: string])[]
  readonly environment: readonly (readonly [string, string])[] | null
  readonly named?: readonly (readonly [string, string])[]
}

export const lexerOf = ({ escape, frontend }: BuildScope): ExpandOptions => ({ escape, features: featuresOf(frontend) })

/** What cuts pairs and words: a trigger is read as a file of its own, without the escape directive of this one. */
export const wordEscapeOf = ({ command, escape }: StepScope): string => (command.trigger ? '\\' : escape)

/** Expands a word by the stage's environment. Throws DockerfileError. */
export const expandIn = (scope: StepScope, word: string): string =>
  expandWord(word, scope.state.environment, lexerOf(scope))

/** The next name in the stage. */
export function takeName(scope: StepScope, text: string): string {
  const { command, state, options, frontend } = scope
  const keyword = command.trigger && featuresOf(frontend).countedTriggers ? 'ONBUILD ' : ''
  return scope.counter.name(keyword + text, platformPrefix(state.platform, state.environment, options))
}

/** The instruction as progress shows it. */
export const shownText = (scope: StepScope, text: string, variables: Variables, options: ExpandOptions = {}): string =>
  displayText(text, variables, { ...lexerOf(scope), ...options })
