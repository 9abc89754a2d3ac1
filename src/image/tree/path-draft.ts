import type { LayerEntry, LayerMark } from '../model/image.ts'
import { bytesOf, isRemoved, kindOf, type PathChange } from './path-change.ts'
import type { DirectoryTotals } from './path-node.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }
/** A path while the layers are being merged; it becomes a `PathNode`. */
export type PathDraft = {
  path: string
  name: string
  parent: PathDraft | null
  children: Map<string, PathDraft> | null
  changes: PathChange[]
  totals: Writable<DirectoryTotals>[]
}

const none: [] = []

/** A path that no layer has changed yet. */
export const newDraft = (path: string, name: string, parent: PathDraft | null): PathDraft => ({
  path,
  name,
  parent,
  children: null,
  changes: none,
  totals: none,
})

export const isSeen = (node: PathDraft): boolean => node.changes.length > 0 && node.changes.at(-1)!.mark !== 'removed'
export const isSeenDirectory = (node: PathDraft): boolean =>
  isSeen(node) && kindOf(node.changes.at(-1)!) === 'directory'
export const isLink = (node: PathDraft): boolean => isSeen(node) && node.changes.at(-1)!.entry?.kind === 'symlink'

/** The child of that name; it is created if it is new. `path` is its full path, if the caller has it as a string. */
export function childOf(parent: PathDraft, name: string, path?: string): PathDraft {
  parent.children ??= new Map()
  const known = parent.children.get(name)
  if (known !== undefined) return known
  const child = newDraft(path ?? (parent.path === '' ? name : `${parent.path}/${name}`), name, parent)
  parent.children.set(name, child)
  return child
}

/** Takes everything below out of sight. */
export function hideBelow(node: PathDraft, layer: number): void {
  if (node.children === null) return
  for (const child of node.children.values()) {
    if (!isSeen(child)) continue
    hideBelow(child, layer)
    setChange(child, layer, 'gone')
  }
}

/**
 * Records the effect of a layer on a path (an entry, an implied directory, or a removal) and updates the totals above
 * it.
 */
export function setChange(node: PathDraft, layer: number, next: LayerEntry | null | 'gone'): void {
  const now = node.changes.at(-1)
  const again = now?.layer === layer ? now : undefined
  const before = again === undefined ? now : node.changes.at(-2)
  const mark = markOf(before, next)
  const entry = next === 'gone' ? null : next
  const earlier = again === undefined ? node.changes : node.changes.slice(0, -1)
  node.changes = mark === null ? earlier : withOneMore(earlier, { layer, mark, entry })
  addToTotals(node.parent, layer, {
    written: bytesOf(entry) - bytesOf(again?.entry ?? null),
    growth: bytesOf(entry) - bytesOf(now?.entry ?? null),
    files: countsAsFile(entry) - countsAsFile(now?.entry ?? null),
    changes: countsAsChange(mark) - countsAsChange(again?.mark ?? null),
  })
}

function markOf(before: PathChange | undefined, next: LayerEntry | null | 'gone'): LayerMark | null {
  const existed = before !== undefined && !isRemoved(before)
  if (next === 'gone') return existed ? 'removed' : null
  if (!existed) return 'added'
  return isSameDirectory(before, next) ? 'unchanged' : 'modified'
}

function isSameDirectory(before: PathChange, next: LayerEntry | null): boolean {
  if (kindOf(before) !== 'directory' || (next !== null && next.kind !== 'directory')) return false
  const old = before.entry
  if (old === null || next === null) return true
  return old.mode === next.mode && old.uid === next.uid && old.gid === next.gid
}

/**
 * A list of exact length. A growing list reserves space for sixteen more elements, in hundreds of thousands of nodes.
 */
const withOneMore = <T>(list: readonly T[], item: T): T[] => (list.length === 0 ? [item] : list.concat(item))

const countsAsFile = (entry: LayerEntry | null): number => (entry === null || entry.kind === 'directory' ? 0 : 1)
const countsAsChange = (mark: LayerMark | null): number => (mark === null || mark === 'unchanged' ? 0 : 1)

function addToTotals(from: PathDraft | null, layer: number, difference: Omit<DirectoryTotals, 'layer'>): void {
  for (let node = from; node !== null; node = node.parent) {
    let totals = node.totals.at(-1)
    if (totals?.layer !== layer) {
      totals = { layer, written: 0, growth: 0, files: 0, changes: 0 }
      node.totals = withOneMore(node.totals, totals)
    }
    totals.written += difference.written
    totals.growth += difference.growth
    totals.files += difference.files
    totals.changes += difference.changes
  }
}
