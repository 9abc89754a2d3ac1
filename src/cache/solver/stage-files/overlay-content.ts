import type { Selector } from '../../../context/checksum/selector.ts'
import { digestOf } from '../../../context/tree/digest.ts'
import { type DirectoryEntry, type Entry, entryAt } from '../../../context/tree/entry.ts'
import { recordOf } from '../../../context/tree/tree-digest.ts'
import { isAtOrBelow, joinPath, rootRelative } from '../../../dockerfile/values/container-path.ts'
import { memoizeEach } from '../../../memo/memoize.ts'
import type { DerivedContent } from '../../model/builder-state.ts'
import type { CopyEffect, StepVertex, Vertex } from '../../model/graph/vertex.ts'
import type { Solving } from '../solving.ts'
import { type CopiedSource, copiedSource } from './copied-source.ts'

/** The steps that only copy and create directories, from the last one down, and the vertex below them. */
type Stack = { readonly steps: readonly StepVertex[]; readonly lower: Vertex }

/**
 * The known content of paths in a stage whose whole file system is not known: the copies over an unchanged lower part.
 * null: another step may have changed the paths, or the lower part changed.
 */
export function overlayContent(solving: Solving, head: Vertex, selectors: readonly Selector[]): DerivedContent | null {
  const stack = stackOf(head)
  if (stack === null || makesLinks(stack.lower)) return null
  const { key, status, forced } = solving.outcome(stack.lower)
  // The result below runs again or has several possible keys: its content is unknown.
  if (forced || (status !== 'cached' && status !== 'rebuilt')) return null
  const layers: PlacedPart[] = []
  for (const selector of selectors) {
    if (selector.wildcard || selector.exclude.length > 0 || selector.include.length > 0) return null
    for (const step of stack.steps) {
      const touched = touch(solving, step, selector.path)
      if (touched === 'unknown') return null
      layers.push(...touched)
    }
  }
  const files = layers.map((layer) => layer.files)
  // One layer may hide the files of another: contents that differ here may be equal in the end.
  const apart = areApart(layers.filter((layer) => layer.files !== ''))
  const under = digestOf(
    'under',
    key,
    selectors,
    layers.map((layer) => layer.shape),
    apart ? [] : files,
  )
  return { kind: 'overlay', under, files: digestOf(files), rest: digestOf(layers.map((layer) => layer.modes)) }
}

function stackOf(head: Vertex): Stack | null {
  const steps: StepVertex[] = []
  let vertex: Vertex | null = head
  while (vertex !== null) {
    if (vertex.kind === 'copy' || vertex.kind === 'workdir') {
      steps.push(vertex)
      vertex = vertex.parent
    } else if (vertex.kind === 'merge') {
      steps.push(vertex.copy)
      vertex = vertex.parent
    } else return vertex.kind === 'image' || vertex.kind === 'run' ? { steps, lower: vertex } : null
  }
  return null
}

/** Whether commands may have created links, so that a path can be another name of the requested one. */
function makesLinks(lower: Vertex): boolean {
  for (let vertex: Vertex | null = lower; vertex !== null; ) {
    if ('effect' in vertex && vertex.effect.kind === 'command' && vertex.effect.links) return true
    vertex = 'parent' in vertex ? vertex.parent : null
  }
  return false
}

/** The part of a copy at or below a path. */
type CopyPart = { readonly shape: string; readonly files: string; readonly modes: string }

/** `at`: the path of the layer. */
type PlacedPart = CopyPart & { readonly at: string }

function areApart(layers: readonly PlacedPart[]): boolean {
  return layers.every(({ at }, index) =>
    layers.slice(0, index).every((other) => {
      if (isOftenLinked(at) || isOftenLinked(other.at)) return false
      return !isAtOrBelow(at, other.at) && !isAtOrBelow(other.at, at)
    }),
  )
}

type Touch = readonly PlacedPart[] | 'unknown'

function touch(solving: Solving, step: StepVertex, path: string): Touch {
  const { effect } = step
  switch (effect.kind) {
    case 'command':
      return 'unknown'
    case 'directory':
      if (leadsElsewhere(effect.path, path)) return 'unknown'
      return isAtOrBelow(effect.path, path) ? [{ shape: digestOf(effect), files: '', modes: '', at: effect.path }] : []
    case 'copy':
      return touchByCopy(solving, step, effect, path)
  }
}

function touchByCopy(solving: Solving, step: StepVertex, effect: CopyEffect, path: string): Touch {
  const target = `/${rootRelative(effect.destination)}`
  if (leadsElsewhere(target, path)) return 'unknown'
  const layers: PlacedPart[] = []
  for (const action of effect.actions) {
    const source = copiedSource(solving, step, action, () => null)
    if (source === null || linksIn(source.entry)) return 'unknown'
    if (!isAtOrBelow(path, target) && !isAtOrBelow(target, path)) continue
    const part = partAt(source, target, path)
    if (part === 'unknown') return 'unknown'
    const described = part === null ? null : describe(part)
    if (part !== null && described === null) return 'unknown'
    if (described === null) continue
    const { destination, mode, owner } = effect
    const shape = digestOf(described.shape, source.name, destination, mode, owner)
    const intoDirectory = source.entry.kind === 'file' && destination.endsWith('/')
    layers.push({ ...described, shape, at: intoDirectory ? joinPath(target, source.name) : target })
  }
  return layers
}

/** The part of a source that is copied to `path` or below it, or null. */
function partAt({ entry, name }: CopiedSource, target: string, path: string): Entry | null | 'unknown' {
  if (isAtOrBelow(target, path)) return entry
  const inside = target === '/' ? path.slice(1) : path.slice(target.length + 1)
  if (entry.kind === 'directory') {
    const found = entryAt(entry, inside)
    if (found !== undefined) return found
    return standsInTheWay(entry, inside) ? 'unknown' : null
  }
  if (inside === name) return entry
  return inside.startsWith(`${name}/`) ? 'unknown' : null
}

function standsInTheWay(directory: DirectoryEntry, path: string): boolean {
  const names = path.split('/')
  return names.some((_, depth) => {
    const entry = entryAt(directory, names.slice(0, depth + 1).join('/'))
    return entry !== undefined && entry.kind !== 'directory'
  })
}

function linksIn(entry: Entry): boolean {
  if (entry.kind === 'directory') return describe(entry) === null
  return entry.kind !== 'file'
}

/**
 * Digests of names and kinds, of files, and of directory modes. null: it holds links or devices, or is not hashed yet.
 */
function describe(entry: Entry): CopyPart | null {
  if (entry.kind === 'file') {
    const files = recordOf(entry)
    return files === null ? null : { shape: 'file', files, modes: '' }
  }
  if (entry.kind !== 'directory') return null
  return describeDirectory(entry)
}

const describeDirectory = memoizeEach(({ children, mode, headerMode }: DirectoryEntry): CopyPart | null => {
  const layers: CopyPart[] = []
  for (const child of children) {
    const layer = describe(child)
    if (layer === null) return null
    layers.push(layer)
  }
  return {
    shape: digestOf(children.map(({ name }, index) => [name, layers[index]!.shape])),
    files: digestOf(layers.map(({ files }) => files)),
    modes: digestOf(
      mode,
      headerMode,
      layers.map(({ modes }) => modes),
    ),
  }
})

/** Directories that have two names in many images. */
const oftenLinked = /^\/(bin|sbin|lib\w*|usr\/(bin|sbin|lib\w*)|run|var\/(run|lock|mail))(\/|$)/

const isOftenLinked = (path: string): boolean =>
  path === '/' || path === '/usr' || path === '/var' || oftenLinked.test(path)

/**
 * Whether a file written to `target` may be found elsewhere by a step that reads `path`. Reading everything always
 * finds it.
 */
const leadsElsewhere = (target: string, path: string): boolean =>
  path !== '/' && (isOftenLinked(target) || isOftenLinked(path))
