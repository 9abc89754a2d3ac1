import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { FailureError } from '../../../diagnostics/failure.ts'
import type { Image, LayerEntry } from '../../../image/model/image.ts'
import type { ImageProgress } from '../../../runtime/ports.ts'
import { ArchiveError } from '../../tar/archive-error.ts'
import type { ByteSource } from '../../tar/byte-source.ts'
import { decompressed } from '../../tar/decompress.ts'
import { FileBytes } from '../../tar/file-bytes.ts'
import { archiveFailure } from './archive-failure.ts'
import { bytesOfFound, type FoundFile, findFile } from './find-file.ts'
import { readLayerEntries } from './layer-entries.ts'
import { throttle } from './now-and-then.ts'
import { findSavedImages, type SavedImage } from './saved-image.ts'
import { layerOf, readDocuments, readMembers } from './saved-members.ts'

export const archiveScheme = 'docker-archive:'

/** Images in files that `docker save`, `podman save`, buildx or skopeo wrote: `docker-archive:PATH[:REFERENCE]`. */
export const isArchiveReference = (ref: string): boolean => ref.startsWith(archiveScheme)

/** Reads the metadata of an archive's image. Throws FailureError. */
export async function inspectArchive(ref: string, platform: string, signal: AbortSignal): Promise<Image> {
  const { image } = await readSavedImage(ref, platform, signal)
  return { ref, ...image }
}

/** Reads all entries of all layers, lowest first. Throws FailureError. */
export async function readArchiveLayers(
  image: Image,
  report: (progress: ImageProgress) => void,
  signal: AbortSignal,
): Promise<readonly (readonly LayerEntry[])[]> {
  const { members: names } = await readSavedImage(image.ref, image.platform, signal)
  const reading = { layers: new Set(names), readLayer: (bytes: ByteSource) => readLayerEntries(bytes, signal) }
  return withArchive(
    image.ref,
    async (bytes) => {
      const members = await readMembers(bytes, reading, signal)
      return names.map((name) => layerOf(members, name))
    },
    throttle((done, total) => report({ phase: 'reading layers', done, total })),
  )
}

/** Takes up to `limit` bytes of a file as a layer holds it. Throws FailureError. */
export async function readArchiveFile(
  image: Image,
  layer: number,
  { path, limit }: { readonly path: string; readonly limit: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const name = (await readSavedImage(image.ref, image.platform, signal)).members[layer]!
  const find = (wanted: string): Promise<FoundFile> => {
    const readLayer = (bytes: ByteSource) => findFile(bytes, { path: wanted, limit }, signal)
    const reading = { layers: new Set([name]), readLayer, isLast: (member: string) => member === name }
    return withArchive(image.ref, async (bytes) => layerOf(await readMembers(bytes, reading, signal), name))
  }
  const found = await find(path)
  return bytesOfFound(found.kind === 'hardlink' ? await find(found.to) : found, path)
}

async function readSavedImage(ref: string, platform: string, signal: AbortSignal): Promise<SavedImage> {
  const { path, tag } = splitReference(ref)
  const images = await withArchive(ref, async (bytes) => findSavedImages(await readDocuments(bytes, signal), platform))
  const image = tag === null ? images[0] : images.find(({ image }) => image.tags.includes(tag))
  if (image !== undefined) return image
  const tags = images.flatMap(({ image }) => image.tags)
  throw new FailureError({
    kind: 'no-image',
    summary: `${path} has no image ${tag}`,
    detail: tags.length === 0 ? '' : `it has ${tags.join(', ')}`,
    nextStep: `choose one of these, or none for the first: ${archiveScheme}${path}`,
  })
}

/** A path may itself have colons: what exists is the path. */
function splitReference(ref: string): { readonly path: string; readonly tag: string | null } {
  const rest = ref.slice(archiveScheme.length)
  for (let colon = rest.indexOf(':'); colon > 0 && !existsSync(rest); colon = rest.indexOf(':', colon + 1)) {
    if (existsSync(rest.slice(0, colon))) return { path: rest.slice(0, colon), tag: rest.slice(colon + 1) }
  }
  return { path: rest, tag: null }
}

/** Opens the archive, decompressed where it is, for one reading; what goes wrong becomes a FailureError. */
async function withArchive<T>(
  ref: string,
  read: (bytes: ByteSource) => Promise<T>,
  passed?: (done: number, total: number) => void,
): Promise<T> {
  const { path } = splitReference(ref)
  const file = await open(path, 'r').catch((error: unknown) => {
    throw archiveFailure(error, path)
  })
  try {
    const status = await file.stat()
    if (!status.isFile()) throw new ArchiveError('not-a-tar', 'it is not a regular file')
    const bytes = new FileBytes(file.fd, status.size, (done) => passed?.(done, status.size))
    return await read(await decompressed(bytes))
  } catch (error) {
    throw archiveFailure(error, path)
  } finally {
    await file.close()
  }
}
