import { type DirectoryEntry, emptyDirectory } from '../../../context/tree/entry.ts'
import { rootRelative } from '../../../dockerfile/values/container-path.ts'
import { memoizeEach } from '../../../memo/memoize.ts'
import { walkDepthFirst } from '../../model/graph/depth-first.ts'
import type { StepVertex, Vertex, VertexInput } from '../../model/graph/vertex.ts'
import type { Solving } from '../solving.ts'
import { type CopiedSource, copiedSource } from './copied-source.ts'
import { layOver, makeDirectory, placeCopy } from './place-copy.ts'

/**
 * The whole file system of a stage that starts empty and copies only known content; null for any other stage. Inputs
 * are derived first and only once, however many stages copy from them.
 */
export function knownTree(solving: Solving, vertex: Vertex | null): DirectoryEntry | null {
  if (vertex === null) return emptyDirectory
  const known = treesOf(solving)
  walkDepthFirst(vertex, (reached) => madeOf(reached, known), {
    enter: ({ identity }) => !known.has(identity),
    leave: (reached) => known.set(reached.identity, derivedTree(solving, reached)),
  })
  return known.get(vertex.identity)!
}

/** Known trees by the identity of the vertex, filled as they are derived. */
const treesOf = memoizeEach((_: Solving) => new Map<string, DirectoryEntry | null>())

/**
 * The vertices whose trees are needed for a vertex's tree: its parent, and its sources if the parent's tree is known.
 */
function* madeOf(vertex: Vertex, known: ReadonlyMap<string, DirectoryEntry | null>): Generator<Vertex> {
  if (vertex.kind !== 'merge' && vertex.kind !== 'workdir' && vertex.kind !== 'copy') return
  if (vertex.parent !== null) yield vertex.parent
  if (vertex.parent !== null && known.get(vertex.parent.identity) === null) return
  const { inputs } = vertex.kind === 'merge' ? vertex.copy : vertex
  for (const { source } of inputs) if (source.kind === 'vertex' && source.vertex !== null) yield source.vertex
}

function derivedTree(solving: Solving, vertex: Vertex): DirectoryEntry | null {
  switch (vertex.kind) {
    case 'image':
    case 'remote':
    case 'run':
      return null
    case 'local': {
      const { transfer } = solving.outcome(vertex)
      return transfer?.failure === null ? transfer.tree : null
    }
    case 'merge': {
      const below = knownTree(solving, vertex.parent)
      const copied = below === null ? null : afterStep(solving, emptyDirectory, vertex.copy)
      return below === null || copied === null ? null : layOver(below, copied)
    }
    case 'workdir':
    case 'copy': {
      const below = knownTree(solving, vertex.parent)
      return below === null ? null : afterStep(solving, below, vertex)
    }
  }
}

function afterStep(solving: Solving, below: DirectoryEntry, vertex: StepVertex): DirectoryEntry | null {
  const { effect } = vertex
  switch (effect.kind) {
    case 'command':
      return null
    case 'directory':
      return isRoot(effect.owner) ? makeDirectory(below, rootRelative(effect.path)) : null
    case 'copy': {
      if (!isRoot(effect.owner) || typeof effect.mode === 'string') return null
      let tree: DirectoryEntry | null = below
      for (const action of effect.actions) {
        const source = copiedSource(solving, vertex, action, (from) => sourceTree(solving, from))
        const placed = source === null ? null : withMode(source, effect.mode)
        tree = placed === null || tree === null ? null : placeCopy(tree, effect.destination, placed)
      }
      return tree
    }
  }
}

function sourceTree(solving: Solving, source: VertexInput['source']): DirectoryEntry | null {
  return source.kind === 'vertex' ? knownTree(solving, source.vertex) : null
}

/** Whether the owner is root, as that of everything in a context. */
const isRoot = (owner: readonly unknown[] | null): boolean => owner?.every((part) => part === 0) ?? true

function withMode(source: CopiedSource, mode: number | null): CopiedSource | null {
  if (mode === null) return source
  return source.entry.kind === 'file' ? { ...source, entry: { ...source.entry, mode: mode & 0o7777 } } : null
}
