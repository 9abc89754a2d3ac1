import type { Waste } from '../../image/analysis/waste.ts'
import type { Image, LayerEntryKind } from '../../image/model/image.ts'
import { formatImageReference } from '../../image/model/image-reference.ts'
import { type ImageTree, visitPaths } from '../../image/tree/image-tree.ts'
import { bytesOf, isRemoved, kindOf, type PathChange } from '../../image/tree/path-change.ts'
import { describeImageWarning } from '../../messages/describe-image-warning.ts'
import type { ImageContents } from '../../runtime/ports.ts'
import { escapeBytes } from '../../text/escape-bytes.ts'
import { jsonText } from './json-text.ts'

/** An image and what its layers contain. */
export type ImageReport = { readonly image: Image; readonly contents: ImageContents }

/** Changes when a field goes or means something else; fields may be added. */
const schemaVersion = 1

/**
 * The image for programs. A layer's `sizeBytes` is the sum over its paths of the sizes of their last entries (hard links
 * and directories count 0); `added`, `modified` and `removed` count paths that are no directories, against the layers
 * below, and a removed directory counts every path that it hides. Bytes of a path that is not UTF-8 are escaped.
 */
export function imageJson({ image, contents }: ImageReport, { files }: { readonly files: boolean }): string {
  const { tree, waste } = contents
  const counts = countChanges(tree)
  const entries = files ? layerFiles(tree) : null
  const report = {
    schemaVersion,
    source: image.reference.kind,
    ref: formatImageReference(image.reference),
    id: image.id,
    tags: image.tags,
    platform: image.platform,
    created: image.createdAt,
    sizeBytes: image.size,
    layers: image.layers.map(({ index, diffId, digest, size, command, createdAt }) => ({
      index,
      diffId,
      digest,
      sizeBytes: size,
      compressedBytes: contents.layers[index]?.compressedSize ?? null,
      createdBy: command,
      created: createdAt,
      // Known only beside a build context; this report has none.
      base: null,
      line: null,
      ...counts[index]!,
      ...(entries === null ? {} : { files: entries[index] }),
    })),
    waste: {
      efficiency: waste.efficiency,
      wastedBytes: waste.wastedBytes,
      userWastedPercent: userWastedPercent(waste),
      reclaimableBytes: waste.reclaimableBytes,
      paths: waste.paths.map(({ path, layers, bytes, reclaimable }) => ({
        path: escapeBytes(path),
        count: layers.length,
        sizeBytes: bytes,
        reclaimableBytes: reclaimable,
        layers,
      })),
      instructions: waste.reclaimableByCause.flatMap((bytes, layer) =>
        bytes === 0 ? [] : [{ layer, line: null, reclaimableBytes: bytes }],
      ),
    },
    warnings: image.warnings.map(describeImageWarning),
  }
  return `${jsonText(report)}\n`
}

/** As dive counts: wasted bytes over those of all layers but the lowest, 1 being all of them; null without such bytes. */
function userWastedPercent({ wastedBytes, userBytes }: Waste): number | null {
  return userBytes === 0 ? null : wastedBytes / userBytes
}

type Counts = { added: number; modified: number; removed: number }

function countChanges(tree: ImageTree): readonly Counts[] {
  const counts = Array.from({ length: tree.layerCount }, (): Counts => ({ added: 0, modified: 0, removed: 0 }))
  visitPaths(tree, ({ changes }) => {
    for (const [i, change] of changes.entries()) {
      if (change.mark === 'unchanged' || isDirectoryChange(change, changes[i - 1])) continue
      counts[change.layer]![change.mark]++
    }
  })
  return counts
}

/** A removed path counts as what it was before. */
function isDirectoryChange(change: PathChange, before: PathChange | undefined): boolean {
  return kindOf(isRemoved(change) && before !== undefined ? before : change) === 'directory'
}

const types: Readonly<Record<LayerEntryKind, string>> = {
  file: 'file',
  directory: 'dir',
  symlink: 'symlink',
  hardlink: 'hardlink',
  char: 'char',
  block: 'block',
  fifo: 'fifo',
}

/** What each layer has or removes, by path. */
function layerFiles(tree: ImageTree): readonly (readonly object[])[] {
  const files: { readonly path: string }[][] = Array.from({ length: tree.layerCount }, () => [])
  visitPaths(tree, ({ path, changes }) => {
    for (const [i, change] of changes.entries()) {
      const shown = isRemoved(change) ? changes[i - 1] : change
      if (shown?.entry === undefined || shown.entry === null) continue
      const { kind, mode, uid, gid, link } = shown.entry
      files[change.layer]!.push({
        path: escapeBytes(path),
        type: types[kind],
        mode,
        uid,
        gid,
        sizeBytes: bytesOf(shown.entry),
        linkTarget: kind === 'symlink' || kind === 'hardlink' ? escapeBytes(link) : null,
        change: change.mark,
      } as { readonly path: string })
    }
  })
  return files.map((layer) => layer.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
}
