import { checksumContent } from '../../context/checksum/checksum.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import type { BuildRules } from '../model/build-options.ts'
import { daemonRules } from '../model/daemon-features.ts'
import type { ImageVertex, StepVertex, Vertex, VertexInput } from '../model/graph/vertex.ts'
import type { InputFacts, StepFacts } from '../model/plan/step-facts.ts'
import type { Solution } from '../solver/solution.ts'

/** The facts of every step of a build, in Dockerfile order, then of the images that steps only copy from. */
export function stepFactsOf(steps: readonly PlacedStep[], solution: Solution, rules: BuildRules): readonly StepFacts[] {
  const ids = new Map<Vertex, string>(steps.map(({ vertex, id }) => [vertex, id]))
  for (const step of steps) if (step.vertex.kind === 'merge') ids.set(step.vertex.copy, step.id)
  const sources = solution.order.vertices.filter(
    (vertex): vertex is ImageVertex => vertex.kind === 'image' && !ids.has(vertex),
  )
  for (const image of sources) ids.set(image, sourceId(image))
  const given = { ids, solution, rules }
  return [...steps.map((step) => factsOf(step, given)), ...sources.map((image) => sourceFacts(image, given))]
}

type FactsInput = {
  readonly ids: ReadonlyMap<Vertex, string>
  readonly solution: Solution
  readonly rules: BuildRules
}

const sourceId = ({ reference }: ImageVertex): string => `image ${reference}`

function factsOf(step: PlacedStep, given: FactsInput): StepFacts {
  const { vertex } = step
  const work = workOf(vertex)
  return {
    id: step.id,
    vertex: given.solution.order.names.get(vertex.identity) ?? '',
    stage: step.stage,
    stageIndex: step.stageIndex,
    line: step.line,
    kind: work?.kind ?? 'from',
    text: step.text,
    // A copy that is merged over its parent is another operation.
    operation: `${vertex.kind === 'merge' ? 'linked ' : ''}${work?.operation ?? ''}`,
    resolvedText: step.resolvedText,
    stageSettings: step.stageSettings,
    environment: step.environment,
    ...(step.variablesUsed && { variablesUsed: step.variablesUsed }),
    parent: idOf(parentOf(vertex), given),
    parentKey: parentKeyOf(vertex, given),
    inputs: work?.inputs.map((input) => inputFacts(input, given)) ?? [],
    base: vertex.kind === 'image' ? baseFacts(vertex) : null,
    key: given.solution.outcomes.get(vertex.identity)!.key,
  }
}

const baseFacts = ({ reference, imageId, content }: ImageVertex): StepFacts['base'] => ({
  ref: reference,
  identity: imageId ?? content,
})

function sourceFacts(image: ImageVertex, given: FactsInput): StepFacts {
  return {
    id: sourceId(image),
    vertex: image.name,
    stage: '',
    stageIndex: -1,
    line: 0,
    kind: 'from',
    text: image.name,
    operation: '',
    resolvedText: image.name,
    stageSettings: [],
    environment: null,
    parent: null,
    parentKey: null,
    inputs: [],
    base: baseFacts(image),
    key: given.solution.outcomes.get(image.identity)!.key,
  }
}

/** The vertex that does a step's work: of a linked copy, the copy. */
function workOf(vertex: Vertex): StepVertex | null {
  if (vertex.kind === 'merge') return vertex.copy
  return vertex.kind === 'run' || vertex.kind === 'copy' || vertex.kind === 'workdir' ? vertex : null
}

/** The key of a vertex's parent; null if the vertex is not found by it. A linked copy is found over any parent. */
function parentKeyOf(vertex: Vertex, { solution }: FactsInput): string | null {
  if (vertex.kind === 'merge') return ''
  if (!('parent' in vertex) || vertex.parentBy === 'content') return null
  return vertex.parent === null ? '' : solution.outcomes.get(vertex.parent.identity)!.key
}

const parentOf = (vertex: Vertex): Vertex | null => ('parent' in vertex ? vertex.parent : null)

const idOf = (vertex: Vertex | null, { ids }: FactsInput): string | null =>
  vertex === null ? null : (ids.get(vertex) ?? null)

function inputFacts({ source, selectors, selectorKey }: VertexInput, given: FactsInput): InputFacts {
  const { solution } = given
  if (source.kind === 'context') {
    const transfer = solution.transfers.find(({ name }) => name === null)
    return {
      kind: 'context',
      name: null,
      selectors,
      digest: transfer ? digestIn(transfer.tree, selectors, given) : null,
    }
  }
  const { vertex } = source
  if (vertex === null) return { kind: 'stage', step: null, selectors, key: '' }
  if (vertex.kind === 'remote') return { kind: 'external', source: vertex.source, content: vertex.content }
  const { key, transfer } = solution.outcomes.get(vertex.identity)!
  if (transfer !== null) {
    return { kind: 'context', name: transfer.name, selectors, digest: digestIn(transfer.tree, selectors, given) }
  }
  return { kind: 'stage', step: idOf(vertex, given), selectors, key: `${key} ${selectorKey}` }
}

function digestIn(
  tree: Parameters<typeof checksumContent>[0],
  selectors: VertexInput['selectors'],
  { rules }: FactsInput,
): string | null {
  const content = checksumContent(tree, selectors, { relativeNames: daemonRules(rules.daemon).relativeNames })
  return content.kind === 'digest' ? content.digest : null
}
