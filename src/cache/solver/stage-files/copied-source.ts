import { hash } from 'node:crypto'
import { isFiltered } from '../../../context/checksum/checksum.ts'
import type { DirectoryEntry, Entry, FileEntry } from '../../../context/tree/entry.ts'
import { resolvePath } from '../../../context/tree/resolve-path.ts'
import { baseName, rootRelative } from '../../../dockerfile/values/container-path.ts'
import type { CopyAction, StepVertex, VertexInput } from '../../model/graph/vertex.ts'
import type { Solving } from '../solving.ts'
import { smallestArchive } from './archive-size.ts'

/** The entry that one source of a COPY puts into its destination. `name` is its name inside a directory. */
export type CopiedSource = { readonly entry: Entry; readonly name: string }

/**
 * The entry that an action copies; null where it is not known: patterns, downloads, archives, links as sources.
 * `treeOf` returns the file system of a stage.
 */
export function copiedSource(
  solving: Solving,
  vertex: StepVertex,
  action: CopyAction,
  treeOf: (source: VertexInput['source']) => DirectoryEntry | null,
): CopiedSource | null {
  if (action.kind === 'inline') return { entry: inlineFile(action), name: action.name }
  const { selector } = action
  const input = vertex.inputs[action.input]!
  if (action.remote || isFiltered(selector)) return null
  const tree = input.source.kind === 'context' ? contextTree(solving) : treeOf(input.source)
  if (tree === null) return null
  const path = rootRelative(selector.path)
  const found = resolvePath(tree, path, { finalLink: true })
  if (found?.entry === undefined || found.path !== path) return null
  // The file may be an archive, which ADD unpacks.
  if (action.unpack && found.entry.kind !== 'directory' && !isTooSmall(found.entry)) return null
  return { entry: found.entry, name: baseName(selector.path) }
}

const isTooSmall = (entry: Entry): boolean => entry.kind === 'file' && entry.size < smallestArchive

function contextTree(solving: Solving): DirectoryEntry | null {
  const { tree, failure } = solving.context()
  return failure === null ? tree : null
}

const inlineFile = ({ name, text }: Extract<CopyAction, { kind: 'inline' }>): FileEntry => ({
  kind: 'file',
  name,
  mode: 0o644,
  size: Buffer.byteLength(text),
  contentDigest: hash('sha256', text, 'hex').slice(0, 32),
  mtimeSec: 0,
  mtimeNsec: 0,
  ctimeSec: 0,
  ctimeNsec: 0,
  ino: 0,
})
