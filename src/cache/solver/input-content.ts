import { type ContentResult, checksumContent } from '../../context/checksum/checksum.ts'
import { missingAtExecution } from '../../context/checksum/missing-sources.ts'
import { digestOf } from '../../context/tree/digest.ts'
import { emptyDirectory } from '../../context/tree/entry.ts'
import type { InputKey } from '../model/builder-state.ts'
import type { StepVertex, Vertex, VertexInput } from '../model/graph/vertex.ts'
import type { Outcome } from './outcome.ts'
import type { Solving } from './solving.ts'
import { deriveContent } from './stage-files/derive-content.ts'
import { knownTree } from './stage-files/known-tree.ts'

/** The knowledge about one input of a step before the build. */
export type InputJudgement =
  /** The content is known. */
  | { readonly kind: 'known'; readonly key: InputKey }
  /** The input comes from a stage. `link` is the record that the builder keeps once it has seen the content. */
  | { readonly kind: 'stage'; readonly key: InputKey; readonly link: string; readonly settled: boolean }
  | { readonly kind: 'unhashed' }
  /** A source is missing. `stage`: the vertex that must run before the builder notices. */
  | { readonly kind: 'missing'; readonly message: string; readonly stage?: Vertex }
  /** The source of the input fails or is never reached. */
  | { readonly kind: 'blocked' }

/** Judges one input of a step whose parent has `parentKey`. */
export function judgeInput(
  solving: Solving,
  vertex: StepVertex,
  input: VertexInput,
  parentKey: string,
): InputJudgement {
  const { source } = input
  if (source.kind === 'context') {
    const { tree, failure } = solving.context()
    if (failure !== null) return { kind: 'missing', message: failure }
    return fromContent(checksumContent(tree, input.selectors, solving.contentRules))
  }
  if (source.vertex === null) {
    return fromContent(checksumContent(emptyDirectory, input.selectors, solving.contentRules))
  }
  const head = solving.outcome(source.vertex)
  if (isStopped(head)) return { kind: 'blocked' }
  if (head.transfer !== null) {
    if (head.transfer.failure !== null) return { kind: 'missing', message: head.transfer.failure }
    return fromContent(checksumContent(head.transfer.tree, input.selectors, solving.contentRules))
  }
  if (input.selectors.length === 0) return { kind: 'known', key: { kind: 'content', digest: 'nothing' } }
  const known = knownTree(solving, source.vertex)
  const content = known === null ? null : checksumContent(known, input.selectors, solving.contentRules)
  if (content?.kind === 'missing') return { ...content, stage: source.vertex }
  const derived = deriveContent(solving, source.vertex, input.selectors)
  const key: InputKey = { kind: 'stage', digest: digestOf(head.key, input.selectorKey), derived }
  const link = digestOf('link', vertex.operation, parentKey, key.digest)
  const settled = head.status === 'cached' && !asksServer(source.vertex) && solving.builder.links.has(link)
  return { kind: 'stage', key, link, settled }
}

/** Whether the content is unknown before every build: the builder asks the server, unless the download is pinned. */
const asksServer = (vertex: Vertex): boolean => vertex.kind === 'remote' && vertex.content === null

function fromContent(content: ContentResult): InputJudgement {
  switch (content.kind) {
    case 'digest':
      return { kind: 'known', key: { kind: 'content', digest: content.digest } }
    case 'missing':
      return { kind: 'missing', message: content.message }
    case 'unhashed':
      return { kind: 'unhashed' }
  }
}

/** The message of a step that fails when it runs although its key could be computed, or null. */
export function missingWhenRun(solving: Solving, inputs: readonly VertexInput[]): string | null {
  for (const { source, written } of inputs) {
    const tree = source.kind === 'context' ? solving.context().tree : knownTree(solving, source.vertex)
    const message = tree === null ? null : missingAtExecution(tree, written)
    if (message !== null) return message
  }
  return null
}

/** Whether the build stops at the vertex, or never reaches it. */
export const isStopped = ({ status }: Outcome): boolean => status === 'fails' || status === 'blocked'
