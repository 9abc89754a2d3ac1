import type { BuildGraph } from '../../cache/model/build-graph.ts'
import type { StepFacts } from '../../cache/model/plan/step-facts.ts'
import type { Selector } from '../../context/checksum/selector.ts'

/** A step, by its name in BuildKit's progress and its line in the Dockerfile (0: an ONBUILD of a base image). */
export type Reader = { readonly vertex: string; readonly line: number }

/** The part of a context that one step takes. */
export type ContextRead = {
  readonly reader: Reader
  /** Name of a named context; `''` is the build's own. */
  readonly context: string
  readonly selectors: readonly Selector[]
}

/**
 * Everything that the needed steps of a build take from its contexts, in Dockerfile order: COPY, ADD, mounts, and
 * all of a local context that FROM names, by the first step of that stage.
 */
export function contextReads(graph: BuildGraph, facts: readonly StepFacts[]): readonly ContextRead[] {
  const bases = graph.kind === 'buildkit' ? localBases(graph.steps) : new Map<string, string>()
  return facts.flatMap(({ id, vertex, line, inputs }) => {
    const reader = { vertex, line }
    const base = bases.get(id)
    const whole = base === undefined ? [] : [{ reader, context: base, selectors: [everything] }]
    const parts = inputs.flatMap((input) =>
      input.kind === 'context' ? [{ reader, context: input.name ?? '', selectors: input.selectors }] : [],
    )
    return [...whole, ...parts]
  })
}

/** Steps that start from a local context, with its name, by their id. FROM of such a context is not a step. */
const localBases = (steps: Extract<BuildGraph, { kind: 'buildkit' }>['steps']): ReadonlyMap<string, string> =>
  new Map(
    steps.flatMap(({ id, vertex }) => {
      const parent = 'parent' in vertex ? vertex.parent : null
      return parent?.kind === 'local' ? [[id, parent.contextName]] : []
    }),
  )

const everything: Selector = {
  path: '/',
  followLinks: false,
  wildcard: false,
  exclude: [],
  include: [],
  required: [],
}
