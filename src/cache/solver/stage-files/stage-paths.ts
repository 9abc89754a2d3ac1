import { baseName, rootRelative } from '../../../dockerfile/values/container-path.ts'
import { memoizeEach } from '../../../memo/memoize.ts'
import { walkDepthFirst } from '../../model/graph/depth-first.ts'
import type { CopyAction, StepVertex, Vertex, VertexInput } from '../../model/graph/vertex.ts'
import type { Solving } from '../solving.ts'
import { smallestArchive } from './archive-size.ts'
import { copyOntoPaths, makePathState, overlayPaths, type Placed } from './copy-onto-paths.ts'
import { type DirectoryState, emptyDirectory, isFile, type PathState, someFile, unknownRoot } from './path-state.ts'
import { type NamedPathState, pickedPaths } from './source-paths.ts'

/**
 * The error of a step that fails because a directory meets a file in the image. null: it does not fail, or its failure
 * depends on an image or a command.
 */
export const conflictWhenRun = (solving: Solving, vertex: StepVertex): string | null =>
  afterStep(solving, stagePaths(solving, vertex.parent), vertex).failure

/** The known paths in the file system of a stage after a step. Inputs are derived first and only once. */
function stagePaths(solving: Solving, vertex: Vertex | null): DirectoryState {
  if (vertex === null) return emptyDirectory
  const known = statesOf(solving)
  walkDepthFirst(vertex, madeOf, {
    enter: ({ identity }) => !known.has(identity),
    leave: (reached) => known.set(reached.identity, pathsAfter(solving, reached)),
  })
  return known.get(vertex.identity)!
}

/** The vertices whose paths are needed: the parent and the sources of copies. */
function madeOf(vertex: Vertex): readonly Vertex[] {
  if (vertex.kind !== 'merge' && vertex.kind !== 'workdir' && vertex.kind !== 'copy') return []
  const { inputs } = vertex.kind === 'merge' ? vertex.copy : vertex
  const read = inputs.map(({ source }) => (source.kind === 'vertex' ? source.vertex : null))
  return [vertex.parent, ...read].filter((made) => made !== null)
}

/** Known paths by the identity of the vertex, filled as they are derived. */
const statesOf = memoizeEach((_: Solving) => new Map<string, DirectoryState>())

function pathsAfter(solving: Solving, vertex: Vertex): DirectoryState {
  switch (vertex.kind) {
    case 'image':
    case 'remote':
    case 'run':
      return unknownRoot
    case 'local': {
      const { transfer } = solving.outcome(vertex)
      return transfer?.failure === null ? { ...emptyDirectory, parts: [transfer.tree] } : unknownRoot
    }
    case 'merge': {
      const upper = afterStep(solving, emptyDirectory, vertex.copy).root
      return upper === null ? unknownRoot : overlayPaths(stagePaths(solving, vertex.parent), upper)
    }
    case 'workdir':
    case 'copy':
      return afterStep(solving, stagePaths(solving, vertex.parent), vertex).root ?? unknownRoot
  }
}

function afterStep(solving: Solving, below: DirectoryState, vertex: StepVertex): Placed {
  const { effect } = vertex
  switch (effect.kind) {
    case 'command':
      return { root: unknownRoot, failure: null }
    case 'directory':
      return makePathState(below, rootRelative(effect.path))
    case 'copy': {
      let root = below
      for (const action of effect.actions) {
        const sources = sourcesOf(solving, vertex, action)
        if (sources === 'unpacked') return { root: unknownRoot, failure: null }
        for (const source of sources) {
          const placed = copyOntoPaths(root, effect.destination, source)
          if (placed.failure !== null) return placed
          root = placed.root
        }
      }
      return { root, failure: null }
    }
  }
}

const something: readonly NamedPathState[] = [{ name: '', pathState: 'unknown' }]

/** The sources of one copy action. `unpacked`: the source is an archive, which replaces existing entries. */
function sourcesOf(solving: Solving, vertex: StepVertex, action: CopyAction): readonly NamedPathState[] | 'unpacked' {
  if (action.kind === 'inline') return [{ name: baseName(action.name), pathState: someFile }]
  const { selector, remote, unpack } = action
  if (remote) {
    if (unpack) return 'unpacked'
    return selector.path === '/' ? something : [{ name: baseName(selector.path), pathState: someFile }]
  }
  const sources = pickedPaths(sourceRoot(solving, vertex.inputs[action.input]!), selector) ?? something
  return unpack && sources.some(({ pathState }) => mayBeArchive(pathState)) ? 'unpacked' : sources
}

function sourceRoot(solving: Solving, { source }: VertexInput): DirectoryState {
  if (source.kind === 'vertex') return stagePaths(solving, source.vertex)
  const { tree, failure } = solving.context()
  return failure === null ? { ...emptyDirectory, parts: [tree] } : unknownRoot
}

const mayBeArchive = (pathState: PathState): boolean =>
  pathState === 'unknown' || (isFile(pathState) && (pathState.size ?? smallestArchive) >= smallestArchive)
