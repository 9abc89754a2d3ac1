import { join } from 'node:path'
import type { Image, LayerEntry } from '../../image/model/image.ts'
import type { ImageSource } from '../../runtime/ports.ts'
import { resolveEndpoint } from '../engine/endpoint.ts'
import { type EngineClient, openClient } from '../engine/engine-client.ts'
import { followEngine } from '../engine/follow-engine.ts'
import { cacheDirectory } from '../files/store/cache-directory.ts'
import { machinePlatform } from '../machine-platform.ts'
import { inspectArchive, isArchiveReference, readArchiveFile, readArchiveLayers } from './archive/archive-images.ts'
import { readContainerChanges } from './engine/container-changes.ts'
import { inspectImage, resolveImages } from './engine/inspect-image.ts'
import { type LayerCache, openLayerCache } from './engine/layer-cache.ts'
import { listImages } from './engine/list-images.ts'
import { readImageFile, readImageLayers } from './engine/read-image.ts'

export type ImageSourceOptions = {
  /** DOCKER_HOST and its like, as the docker command reads them. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Where layers read before are kept; null: nowhere. */
  readonly layerDirectory?: string | null
  /** Which image an archive for several platforms means, `linux/amd64`; absent: this machine's. */
  readonly platform?: string
}

/** Images of the engine that the docker command would use, and of archives: one port for both. */
export function createImageSource({
  environment = process.env,
  layerDirectory = join(cacheDirectory(environment), 'layers'),
  platform = machinePlatform,
}: ImageSourceOptions = {}): ImageSource {
  const cache = layerDirectory === null ? null : openLayerCache(layerDirectory)
  const open = async (): Promise<EngineClient> => openClient(resolveEndpoint(environment))
  const asking = async <T>(ask: (client: EngineClient) => Promise<T>): Promise<T> => {
    const client = await open()
    try {
      return await ask(client)
    } finally {
      client.close()
    }
  }
  return {
    follow: (report, signal) => void followEngine({ open, buildkit: environment.DOCKER_BUILDKIT }, report, signal),
    list: (signal) => asking((client) => listImages(client, signal)),
    inspect: (ref, signal) =>
      isArchiveReference(ref)
        ? inspectArchive(ref, platform, signal)
        : asking((client) => inspectImage(client, ref, signal)),
    resolve: (refs, signal) => asking((client) => resolveImages(client, refs, signal)),
    readLayers: (image, report, signal) =>
      isArchiveReference(image.ref)
        ? readArchiveLayers(image, report, signal)
        : readThrough(cache, image, () => asking((client) => readImageLayers(client, image, report, signal))),
    readFile: (image, layer, path, limit, signal) =>
      isArchiveReference(image.ref)
        ? readArchiveFile(image, layer, { path, limit }, signal)
        : asking((client) => readImageFile(client, image, layer, { path, limit }, signal)),
    changes: (image, signal) =>
      isArchiveReference(image.ref)
        ? Promise.resolve([])
        : asking((client) => readContainerChanges(client, image, signal)),
  }
}

async function readThrough(
  cache: LayerCache | null,
  { layers }: Image,
  read: () => Promise<readonly (readonly LayerEntry[])[]>,
): Promise<readonly (readonly LayerEntry[])[]> {
  const diffIds = layers.map(({ diffId }) => diffId)
  const known = await cache?.read(diffIds)
  if (known !== null && known !== undefined) return known
  const entries = await read()
  // Nobody waits for it: the next reading is the first that could need it.
  void cache?.write(diffIds, entries)
  return entries
}
