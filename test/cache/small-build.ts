import { buildGraph, simulateBuild } from '../../src/cache/builders.ts'
import {
  type BuildOptions,
  type BuildRules,
  defaultOptions,
  defaultRules,
} from '../../src/cache/model/build-options.ts'
import { type BuilderState, emptyBuilder } from '../../src/cache/model/builder-state.ts'
import type { Cause, Plan, PlanStep } from '../../src/cache/model/plan/plan.ts'
import type { Pointer } from '../../src/cache/model/plan/pointer.ts'
import type { Simulation } from '../../src/cache/model/simulation.ts'
import { compileIgnoreRules } from '../../src/context/ignore/ignore-file.ts'
import { type Entry, emptyDirectory } from '../../src/context/tree/entry.ts'
import type { BaseImage } from '../../src/image/model/base-image.ts'
import { put, tree } from '../context/tree.ts'

export type SmallBuild = {
  /** Text of the Dockerfile, without the indentation that its lines share. */
  readonly dockerfile: string
  /** Its path as shown; `Dockerfile` unless given. */
  readonly path?: string
  readonly files?: Readonly<Record<string, string | Entry>>
  readonly options?: Partial<BuildOptions>
  /** diff ID of the base image's only layer, by complete reference. */
  readonly images?: Readonly<Record<string, string>>
  /** Configuration of these images, by complete reference. */
  readonly configs?: Readonly<Record<string, NonNullable<BaseImage['config']>>>
  readonly rules?: Partial<BuildRules>
  /** Text of `.dockerignore`; `files` are what it leaves. */
  readonly ignore?: string
}

/** Predicts a build against what a builder holds, as if all of it were at hand. */
export function build(small: SmallBuild, builder: BuilderState): Simulation {
  const context = tree(small.files ?? {})
  const text = dedent(small.dockerfile)
  const images = new Map(
    Object.entries(small.images ?? {}).map(([ref, layer]) => [
      ref,
      { ...imageOf(ref, layer), config: small.configs?.[ref] ?? null },
    ]),
  )
  const options = { ...defaultOptions, ...small.options }
  const rules = { ...defaultRules, ...small.rules }
  const { graph, problem } = buildGraph({ text, options, rules, images })
  if (problem !== null) throw new Error(`line ${problem.line}: ${problem.message}`)
  return simulateBuild(
    {
      graph,
      context: put(context, 'Dockerfile', text),
      named: new Map(Object.keys(options.buildContexts).map((name) => [name, emptyDirectory])),
      contextPath: '/projects/app',
      shown: { dockerfile: small.path ?? 'Dockerfile', context: '/app', baseline: { kind: 'none', ref: null } },
      rules,
      namedIgnore: new Map(),
      ignore: small.ignore === undefined ? null : compileIgnoreRules(small.ignore),
    },
    builder,
  )
}

/** The plan of the last of several builds, each made after the one before it. */
export function lastPlan(...builds: readonly SmallBuild[]): Plan {
  let builder = emptyBuilder
  let plan: Plan | null = null
  for (const small of builds) {
    const built = build(small, builder)
    builder = built.after
    plan = built.plan
  }
  return plan!
}

/** `COPY src /src` → why, for every step that does not stay cached. */
export const causesByText = (plan: Plan): Readonly<Record<string, readonly Cause[]>> =>
  Object.fromEntries(plan.steps.filter(({ status }) => status !== 'cached').map(({ text, causes }) => [text, causes]))

/** A pointer to a step of a plan. */
export const pointTo = ({ id }: Pick<PlanStep, 'id'>): Pointer => ({ kind: 'step', id })

export const stepWithText = (plan: Plan, text: string): PlanStep => plan.steps.find((step) => step.text === text)!

function imageOf(ref: string, layer: string): BaseImage {
  return { ref, id: layer, digest: null, diffIds: [layer], platform: 'linux/amd64', config: null }
}

function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n')
}
