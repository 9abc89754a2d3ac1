import type { LayerEntry } from '../model/image.ts'
import { bytesOf } from '../tree/path-change.ts'

/** The figures that dive reports for an image. Source: dive filetree/efficiency.go and image/analysis.go. */
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
 * Counts as dive does, so that the figures can be compared: each leaf of each layer's own tree, by its path. dive's
 * trees differ from the files that an engine unpacks, and these figures follow dive: opaque markers hide nothing, a
 * file does not remove the paths below it, and a directory without an entry in a layer is no longer a directory.
 */
export type DiveCount = {
  /** Takes in the next layer, lowest first. */
  readonly add: (entries: readonly LayerEntry[]) => void
  readonly figures: () => DiveFigures
}

/**
 * A path, or a whiteout under its own name, of any layer. It holds the newest layer's entry, the entry in dive's stack
 * of all layers, and the counts. One node serves all three, because there may be hundreds of thousands.
 */
type DiveNode = {
  children: Map<string, DiveNode> | null
  /** The layer that has it last, -1: only the stack has. */
  layer: number
  size: number
  isDirectory: boolean
  isStacked: boolean
  stackedSize: number
  isStackedDirectory: boolean
  /** Bytes of all versions, and of the smallest. */
  all: number
  least: number
  times: number
}

const whiteoutPrefix = '.wh.'

/** Starts a count; layers are added lowest first. */
export function createDiveCount(): DiveCount {
  const root = newNode()
  let layers = 0
  let sizeBytes = 0
  let userBytes = 0
  return {
    add(entries) {
      const layer = layers++
      const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0)
      sizeBytes += bytes
      if (layer > 0) userBytes += bytes
      for (const entry of entries) addEntry(root, entry, layer)
      if (layer === 0) {
        // dive stacks the lowest layer on a copy of itself.
        for (const [node] of visit(root, isOf(layer))) stackNode(node, node)
      }
      countLeaves(root, layer)
      for (const [node, names] of visit(root, isOf(layer))) stackEntry(root, node, names)
    },
    figures: () => ({ ...sumUp(root), sizeBytes, userBytes }),
  }
}

const newNode = (): DiveNode => ({
  children: null,
  layer: -1,
  size: 0,
  isDirectory: false,
  isStacked: false,
  stackedSize: 0,
  isStackedDirectory: false,
  all: 0,
  least: 0,
  times: 0,
})

function addEntry(root: DiveNode, { path, kind, size, whiteout }: LayerEntry, layer: number): void {
  const names = path.split('/')
  // A whiteout stays in the tree under its own name; of an opaque marker only the directories that lead there do.
  if (whiteout === 'file') names.push(`${whiteoutPrefix}${names.pop()}`)
  let node = root
  for (const name of names) {
    if (name === '') continue
    node = childOf(node, name)
    if (node.layer === layer) continue
    node.layer = layer
    node.size = 0
    node.isDirectory = false
  }
  if (whiteout === 'opaque') return
  node.size = kind === 'file' && whiteout === null ? size : 0
  node.isDirectory = kind === 'directory'
}

function childOf(node: DiveNode, name: string): DiveNode {
  node.children ??= new Map()
  let child = node.children.get(name)
  if (child === undefined) {
    child = newNode()
    node.children.set(name, child)
  }
  return child
}

type Wanted = (node: DiveNode) => boolean

const isOf =
  (layer: number): Wanted =>
  (node) =>
    node.layer === layer
const isStacked: Wanted = (node) => node.isStacked
const isAny: Wanted = () => true

/** All nodes below that are wanted, children before their parents, by name. The names are valid until the next node. */
function* visit(node: DiveNode, wanted: Wanted, names: string[] = []): Generator<readonly [DiveNode, string[]]> {
  if (node.children === null) return
  const present = [...node.children.keys()].filter((name) => wanted(node.children!.get(name)!))
  for (const name of present.sort()) {
    const child = node.children.get(name)!
    names.push(name)
    yield* visit(child, wanted, names)
    yield [child, names]
    names.pop()
  }
}

const isWhiteout = (names: readonly string[]): boolean => names.at(-1)!.startsWith(whiteoutPrefix)

/** The node that an entry counts for: a whiteout counts for the path that it hides. */
function countedNode(root: DiveNode, names: readonly string[]): DiveNode {
  let node = root
  for (const name of names.slice(0, -1)) node = childOf(node, name)
  const name = names.at(-1)!
  return childOf(node, isWhiteout(names) ? name.slice(whiteoutPrefix.length) : name)
}

function countLeaves(root: DiveNode, layer: number): void {
  for (const [node, names] of visit(root, isOf(layer))) {
    if (hasChild(node, layer)) continue
    const counted = countedNode(root, names)
    let bytes = node.size
    if (isWhiteout(names)) {
      // A whiteout of a missing path ends dive's walk of the layer.
      if (!counted.isStacked) return
      bytes = counted.isStackedDirectory ? stackedBytes(counted) : 0
    }
    counted.least = counted.times === 0 ? bytes : Math.min(counted.least, bytes)
    counted.all += bytes
    counted.times++
  }
}

function hasChild({ children }: DiveNode, layer: number): boolean {
  if (children === null) return false
  for (const child of children.values()) if (child.layer === layer) return true
  return false
}

function stackedBytes(node: DiveNode): number {
  let bytes = node.stackedSize
  for (const [child] of visit(node, isStacked)) bytes += child.stackedSize
  return bytes
}

function stackNode(node: DiveNode, { size, isDirectory }: Pick<DiveNode, 'size' | 'isDirectory'>): void {
  node.isStacked = true
  node.stackedSize = size
  node.isStackedDirectory = isDirectory
}

function stackEntry(root: DiveNode, node: DiveNode, names: readonly string[]): void {
  if (isWhiteout(names)) return unstack(countedNode(root, names))
  let parent = root
  for (const name of names.slice(0, -1)) {
    parent = childOf(parent, name)
    if (!parent.isStacked) stackNode(parent, { size: 0, isDirectory: false })
  }
  stackNode(node, node)
}

function unstack(node: DiveNode): void {
  if (!node.isStacked) return
  node.isStacked = false
  if (node.children !== null) for (const child of node.children.values()) unstack(child)
}

function sumUp(root: DiveNode): Pick<DiveFigures, 'efficiency' | 'wastedBytes'> {
  let all = 0
  let least = 0
  let wastedBytes = 0
  for (const [node] of visit(root, isAny)) {
    all += node.all
    least += node.least
    if (node.times > 1) wastedBytes += node.all
  }
  return { efficiency: all === 0 ? 1 : least / all, wastedBytes }
}
