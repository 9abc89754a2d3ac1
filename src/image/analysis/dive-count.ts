import type { LayerEntry } from '../model/image.ts'
import { bytesOf } from '../tree/path-change.ts'

/** What dive tells of an image. Source: dive filetree/efficiency.go and image/analysis.go. */
export type DiveFigures = {
  /** 0 to 1: the least that each path could take, over all that its versions take. */
  readonly efficiency: number
  /** Bytes of all versions of the paths that occur more than once, the one to keep included. */
  readonly wastedBytes: number
  /** Bytes of all entries, also of those that a later one of the same path replaces. */
  readonly sizeBytes: number
  /** The same without the lowest layer. */
  readonly userBytes: number
}

/**
 * Counts as dive does, so that the figures compare: every leaf of each layer's own tree by its path. dive's trees differ
 * from what an engine unpacks, and the figures follow them: opaque markers hide nothing, a file does not take away what
 * was below its path, and a directory that a layer has without an entry is no directory any more.
 */
export type DiveCount = {
  /** Takes in the next layer, lowest first. */
  readonly add: (entries: readonly LayerEntry[]) => void
  readonly figures: () => DiveFigures
}

type DiveNode = { children: Map<string, DiveNode> | null; size: number; isDirectory: boolean }

type PathCount = { all: number; least: number; times: number }

const whiteoutPrefix = '.wh.'

export function createDiveCount(): DiveCount {
  const paths = new Map<string, PathCount>()
  let stack: DiveNode | null = null
  let lowest: DiveNode | null = null
  let layers = 0
  let sizeBytes = 0
  let userBytes = 0
  return {
    add(entries) {
      const layer = layerTree(entries)
      const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0)
      sizeBytes += bytes
      if (layers++ > 0) userBytes += bytes
      if (lowest !== null) {
        // dive stacks the lowest layer on a copy of itself.
        stack = layerTree([])
        graft(stack, lowest, 'copy')
        graft(stack, lowest, 'stack')
        lowest = null
      }
      countLeaves(layer, stack ?? layer, paths)
      if (stack === null) lowest = layer
      else graft(stack, layer, 'stack')
    },
    figures: () => ({ ...sumUp(paths), sizeBytes, userBytes }),
  }
}

function sumUp(paths: ReadonlyMap<string, PathCount>): Pick<DiveFigures, 'efficiency' | 'wastedBytes'> {
  let all = 0
  let least = 0
  let wastedBytes = 0
  for (const path of paths.values()) {
    all += path.all
    least += path.least
    if (path.times > 1) wastedBytes += path.all
  }
  return { efficiency: all === 0 ? 1 : least / all, wastedBytes }
}

const newNode = (): DiveNode => ({ children: null, size: 0, isDirectory: false })

function layerTree(entries: readonly LayerEntry[]): DiveNode {
  const root = newNode()
  for (const { path, kind, size, whiteout } of entries) {
    const names = path.split('/')
    // A whiteout stays in the tree under its own name; of an opaque marker only the directories that lead there do.
    if (whiteout === 'file') names.push(`${whiteoutPrefix}${names.pop()}`)
    const node = reach(root, names)
    if (whiteout === 'opaque') continue
    node.size = kind === 'file' && whiteout === null ? size : 0
    node.isDirectory = kind === 'directory'
  }
  return root
}

/** The node of that path; it and those on the way come into being. */
function reach(root: DiveNode, names: readonly string[]): DiveNode {
  let node = root
  for (const name of names) {
    if (name === '') continue
    node.children ??= new Map()
    let child = node.children.get(name)
    if (child === undefined) {
      child = newNode()
      node.children.set(name, child)
    }
    node = child
  }
  return node
}

function find(root: DiveNode, names: readonly string[]): DiveNode | null {
  let node: DiveNode | null = root
  for (const name of names) if (name !== '') node = node?.children?.get(name) ?? null
  return node
}

/** All nodes below, children before their parents, by name. The names are valid until the next node. */
function* visit(node: DiveNode, names: string[] = []): Generator<readonly [DiveNode, string[]]> {
  if (node.children === null) return
  for (const name of [...node.children.keys()].sort()) {
    const child = node.children.get(name)!
    names.push(name)
    yield* visit(child, names)
    yield [child, names]
    names.pop()
  }
}

const isWhiteout = (names: readonly string[]): boolean => names.at(-1)!.startsWith(whiteoutPrefix)

const hiddenPath = (names: readonly string[]): readonly string[] =>
  isWhiteout(names) ? [...names.slice(0, -1), names.at(-1)!.slice(whiteoutPrefix.length)] : names

function countLeaves(layer: DiveNode, stack: DiveNode, paths: Map<string, PathCount>): void {
  for (const [node, names] of visit(layer)) {
    if (node.children !== null && node.children.size > 0) continue
    const path = hiddenPath(names)
    let bytes = node.size
    if (isWhiteout(names)) {
      const hidden = find(stack, path)
      // A whiteout of what is not there ends dive's look at the layer.
      if (hidden === null) return
      bytes = hidden.isDirectory ? bytesBelow(hidden) : 0
    }
    countPath(paths, path.join('/'), bytes)
  }
}

function countPath(paths: Map<string, PathCount>, path: string, bytes: number): void {
  const known = paths.get(path)
  if (known === undefined) {
    paths.set(path, { all: bytes, least: bytes, times: 1 })
    return
  }
  known.all += bytes
  known.least = Math.min(known.least, bytes)
  known.times++
}

function bytesBelow(node: DiveNode): number {
  let bytes = node.size
  for (const [child] of visit(node)) bytes += child.size
  return bytes
}

function graft(stack: DiveNode, layer: DiveNode, how: 'copy' | 'stack'): void {
  for (const [node, names] of visit(layer)) {
    if (how === 'stack' && isWhiteout(names)) {
      const path = hiddenPath(names)
      find(stack, path.slice(0, -1))?.children?.delete(path.at(-1)!)
    } else {
      const grafted = reach(stack, names)
      grafted.size = node.size
      grafted.isDirectory = node.isDirectory
    }
  }
}
