import type { Readable } from 'node:stream'
import { FailureError } from '../../../diagnostics/failure.ts'
import type { Image, LayerEntry } from '../../../image/model/image.ts'
import type { ImageProgress } from '../../../runtime/ports.ts'
import type { EngineClient } from '../../engine/engine-client.ts'
import { engineFailure } from '../../engine/engine-failure.ts'
import { ArchiveError } from '../../tar/archive-error.ts'
import type { ByteSource } from '../../tar/byte-source.ts'
import { StreamBytes } from '../../tar/stream-bytes.ts'
import { bytesOfFound, type FoundFile, findFile } from '../archive/find-file.ts'
import { readLayerEntries } from '../archive/layer-entries.ts'
import { throttle } from '../archive/now-and-then.ts'
import { findSavedImages, type SavedImage } from '../archive/saved-image.ts'
import { layerOf, type MemberReading, readMembers, type SavedMembers } from '../archive/saved-members.ts'

/**
 * Reads all entries of all layers, lowest first, from the stream of a `docker save`. Engines with the classic store
 * send nothing until they have packed the whole image. Throws FailureError.
 */
export async function readImageLayers(
  client: EngineClient,
  image: Image,
  report: (progress: ImageProgress) => void,
  signal: AbortSignal,
): Promise<readonly (readonly LayerEntry[])[]> {
  report({ phase: 'engine is exporting the image', done: 0, total: null })
  const readLayer = (bytes: ByteSource) => readLayerEntries(bytes, signal)
  const told = throttle((done: number) => report({ phase: 'reading layers', done, total: null }))
  return withSaved(client, image, { layers: 'all', readLayer }, signal, told, (members) =>
    findSaved(members, image).members.map((name) => layerOf(members, name)),
  )
}

/** Takes up to `limit` bytes of a file as a layer holds it; nothing is changed in the engine. Throws FailureError. */
export async function readImageFile(
  client: EngineClient,
  image: Image,
  layer: number,
  { path, limit }: { readonly path: string; readonly limit: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  // The classic store names layers by diff ID, so that the rest need not be waited for; others tell names at the end.
  const own = image.layers[layer]!.diffId.replace('sha256:', '')
  const isLast = (name: string): boolean => name.includes(own)
  const find = (wanted: string): Promise<FoundFile> => {
    const readLayer = (bytes: ByteSource) => findFile(bytes, { path: wanted, limit }, signal)
    return withSaved(client, image, { layers: 'all', readLayer, isLast }, signal, undefined, (members) => {
      const early = [...members.layers.keys()].find(isLast)
      return layerOf(members, early ?? findSaved(members, image).members[layer]!)
    })
  }
  const found = await find(path)
  return bytesOfFound(found.kind === 'hardlink' ? await find(found.to) : found, path)
}

function findSaved(members: SavedMembers<unknown>, image: Image): SavedImage {
  const images = findSavedImages(members, image.platform)
  const same = images.find((saved) => saved.image.layers.every(({ diffId }, i) => diffId === image.layers[i]?.diffId))
  if (same === undefined) throw new ArchiveError('not-an-image', 'the engine sent another image than requested')
  return same
}

async function withSaved<Layer, Result>(
  client: EngineClient,
  image: Image,
  reading: MemberReading<Layer>,
  signal: AbortSignal,
  told: ((done: number) => void) | undefined,
  use: (members: SavedMembers<Layer>) => Result,
): Promise<Result> {
  let stream: Readable | null = null
  try {
    stream = await client.stream(`/images/${image.id}/get`, {}, signal)
    let done = 0
    const bytes = new StreamBytes(stream, (length) => {
      done += length
      told?.(done)
    })
    return use(await readMembers(bytes, reading, signal))
  } catch (error) {
    signal.throwIfAborted()
    throw savedFailure(error, client)
  } finally {
    stream?.destroy()
  }
}

function savedFailure(error: unknown, client: EngineClient): FailureError {
  if (!(error instanceof ArchiveError)) return engineFailure(error, client.endpoint)
  const summary =
    error.kind === 'truncated'
      ? 'the engine stopped in the middle of sending the image'
      : 'the engine sent something that is not an image'
  return new FailureError(
    {
      kind: 'engine-error',
      summary,
      detail: error.message,
      nextStep: 'try again, or read a file: docker save IMAGE -o FILE',
    },
    { cause: error },
  )
}
