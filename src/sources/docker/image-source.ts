import type { ImageSource } from '../../runtime/ports.ts'
import { inspectArchive, isArchiveReference, readArchiveFile, readArchiveLayers } from '../archive/archive-images.ts'
import { readContainerChanges } from './container-changes.ts'
import { resolveEndpoint } from './endpoint.ts'
import { type EngineClient, openClient } from './engine-client.ts'
import { followEngine } from './follow-engine.ts'
import { inspectImage, resolveImages } from './inspect-image.ts'
import { listImages } from './list-images.ts'
import { readImageFile, readImageLayers } from './read-image.ts'

export type ImageSourceOptions = {
  /** DOCKER_HOST and its like, as the docker command reads them. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Which image an archive for several platforms means, `linux/amd64`; absent: this machine's. */
  readonly platform?: string
}

/** Images of the engine that the docker command would use, and of archives: one port for both. */
export function createImageSource({
  environment = process.env,
  platform = ownPlatform,
}: ImageSourceOptions = {}): ImageSource {
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
    follow: (report, signal) => void followEngine(open, report, signal),
    list: (signal) => asking((client) => listImages(client, signal)),
    inspect: (ref, signal) =>
      isArchiveReference(ref)
        ? inspectArchive(ref, platform, signal)
        : asking((client) => inspectImage(client, ref, signal)),
    resolve: (refs, signal) => asking((client) => resolveImages(client, refs, signal)),
    readLayers: (image, report, signal) =>
      isArchiveReference(image.ref)
        ? readArchiveLayers(image, report, signal)
        : asking((client) => readImageLayers(client, image, report, signal)),
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

/** Containers are Linux's on every desktop; Node's names of the processors are not Go's. */
const ownPlatform = `linux/${{ x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch}`
