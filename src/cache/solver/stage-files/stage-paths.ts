import { baseName, rootRelative } from '../../../dockerfile/values/container-path.ts'
import type { CopyAction, StepVertex, Vertex, VertexInput } from '../../model/vertex.ts'
import type { Solving } from '../solving.ts'
import { smallestArchive } from './archive-size.ts'
import { copyStanding, makeStanding, overlayStanding, type Placed } from './copy-onto-paths.ts'
import { type DirectoryStanding, emptyStanding, isFile, type Standing, someFile, unknownRoot } from './path-state.ts'
import { type NamedStanding, pickedStandings } from './source-paths.ts'

/**
 * Why a step that runs fails in the image, since a directory meets a file there; null: it does not, or that hangs on what
 * an image or a command put there.
 */
export const conflictWhenRun = (solving: Solving, vertex: StepVertex): string | null =>
  afterStep(solving, stageStanding(solving, vertex.parent), vertex).failure

/** What is known to stand in a stage's file system after a step. */
function stageStanding(solving: Solving, vertex: Vertex | null): DirectoryStanding {
  if (vertex === null) return emptyStanding
  const known = memo.get(solving) ?? new Map<string, DirectoryStanding>()
  memo.set(solving, known)
  let standing = known.get(vertex.identity)
  if (standing === undefined) {
    standing = standingAfter(solving, vertex)
    known.set(vertex.identity, standing)
  }
  return standing
}

const memo = new WeakMap<Solving, Map<string, DirectoryStanding>>()

function standingAfter(solving: Solving, vertex: Vertex): DirectoryStanding {
  switch (vertex.kind) {
    case 'image':
    case 'remote':
    case 'run':
      return unknownRoot
    case 'local': {
      const { transfer } = solving.outcome(vertex)
      return transfer?.failure === null ? { ...emptyStanding, layers: [transfer.tree] } : unknownRoot
    }
    case 'merge': {
      const upper = afterStep(solving, emptyStanding, vertex.copy).root
      return upper === null ? unknownRoot : overlayStanding(stageStanding(solving, vertex.parent), upper)
    }
    case 'workdir':
    case 'copy':
      return afterStep(solving, stageStanding(solving, vertex.parent), vertex).root ?? unknownRoot
  }
}

function afterStep(solving: Solving, below: DirectoryStanding, vertex: StepVertex): Placed {
  const { effect } = vertex
  switch (effect.kind) {
    case 'command':
      return { root: unknownRoot, failure: null }
    case 'directory':
      return makeStanding(below, rootRelative(effect.path))
    case 'copy': {
      let root = below
      for (const action of effect.actions) {
        const sources = sourcesOf(solving, vertex, action)
        if (sources === 'unpacked') return { root: unknownRoot, failure: null }
        for (const source of sources) {
          const placed = copyStanding(root, effect.destination, source)
          if (placed.failure !== null) return placed
          root = placed.root
        }
      }
      return { root, failure: null }
    }
  }
}

const something: readonly NamedStanding[] = [{ name: '', standing: 'unknown' }]

/** `unpacked`: an archive, which takes the place of whatever it finds. */
function sourcesOf(solving: Solving, vertex: StepVertex, action: CopyAction): readonly NamedStanding[] | 'unpacked' {
  if (action.kind === 'inline') return [{ name: baseName(action.name), standing: someFile }]
  const { selector, remote, unpack } = action
  if (remote) {
    if (unpack) return 'unpacked'
    return selector.path === '/' ? something : [{ name: baseName(selector.path), standing: someFile }]
  }
  const sources = pickedStandings(sourceRoot(solving, vertex.inputs[action.input]!), selector) ?? something
  return unpack && sources.some(({ standing }) => mayBeArchive(standing)) ? 'unpacked' : sources
}

function sourceRoot(solving: Solving, { source }: VertexInput): DirectoryStanding {
  if (source.kind === 'vertex') return stageStanding(solving, source.vertex)
  const { tree, failure } = solving.context()
  return failure === null ? { ...emptyStanding, layers: [tree] } : unknownRoot
}

const mayBeArchive = (standing: Standing): boolean =>
  standing === 'unknown' || (isFile(standing) && (standing.size ?? smallestArchive) >= smallestArchive)
