import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageReference, ReferenceKind } from '../../image/model/image-reference.ts'
import type { ImageHandle, ImageSource } from '../../runtime/ports.ts'
import { resolveEndpoint } from '../engine/endpoint.ts'
import { type EngineClient, openClient } from '../engine/engine-client.ts'
import { followEngine } from '../engine/follow-engine.ts'
import { cacheDirectory } from '../files/store/cache-directory.ts'
import { machinePlatform } from '../machine-platform.ts'
import { openArchiveImage, openPipedImage } from './archive/archive-provider.ts'
import { createSpool } from './archive/spool.ts'
import { openEngineImage } from './engine/engine-provider.ts'
import { resolveImages } from './engine/inspect-image.ts'
import { listImages } from './engine/list-images.ts'
import { openLayerIndex } from './index/layer-index.ts'
import { openLayoutImage } from './oci/oci-provider.ts'

export type ImageSourceOptions = {
  /** DOCKER_HOST and its like, as the docker command reads them. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** The directory for indexes of layers that were read before; null: none. */
  readonly layerDirectory?: string | null
  /** The directory for bytes that arrive as a stream, while they are needed. */
  readonly spoolDirectory?: string
  /** The platform that is chosen in an archive for several platforms, `linux/amd64`; absent: this machine's. */
  readonly platform?: string
  /** The input that `-` reads. */
  readonly input?: AsyncIterable<Uint8Array>
}

/** Finds images of one kind of reference. Throws FailureError. */
type Provider<Kind extends ReferenceKind> = (
  reference: ImageReference<Kind>,
  signal: AbortSignal,
) => Promise<ImageHandle>

/** Who provides which kind: a new kind of reference is one more row. */
type Providers = { readonly [Kind in ReferenceKind]: Provider<Kind> }

function cacheIn(environment: NodeJS.ProcessEnv, name: string): string | null {
  const directory = cacheDirectory(environment)
  return directory === null ? null : join(directory, name)
}

/** Images of the engine that the docker command would use, and of archives: one port for all. */
export function createImageSource({
  environment = process.env,
  layerDirectory = cacheIn(environment, 'layers'),
  spoolDirectory = cacheIn(environment, 'spool') ?? join(tmpdir(), 'layertui-spool'),
  platform = machinePlatform,
  input = process.stdin,
}: ImageSourceOptions = {}): ImageSource {
  const index = layerDirectory === null ? null : openLayerIndex(layerDirectory)
  const spool = createSpool(spoolDirectory)
  const open = async (): Promise<EngineClient> => openClient(resolveEndpoint(environment))
  const asking = async <Answer>(ask: (client: EngineClient) => Promise<Answer>): Promise<Answer> => {
    const client = await open()
    try {
      return await ask(client)
    } finally {
      client.close()
    }
  }
  const saved = { spool, index, platform }
  const providers: Providers = {
    engine: (reference, signal) => openEngineImage(reference, { spool, index, asking }, signal),
    'docker-archive': (reference, signal) => openArchiveImage(reference, saved, signal),
    'oci-archive': (reference, signal) => openArchiveImage(reference, saved, signal),
    oci: (reference, signal) => openLayoutImage(reference, saved, signal),
    stdin: (reference, signal) => openPipedImage(reference, input, saved, signal),
  }
  return {
    follow: (report, signal) => void followEngine({ open, buildkit: environment.DOCKER_BUILDKIT }, report, signal),
    list: (signal) => asking((client) => listImages(client, signal)),
    resolve: (refs, signal) => asking((client) => resolveImages(client, refs, signal)),
    open: (reference, signal) => provide(providers, reference, signal),
    close: () => spool.close(),
  }
}

const provide = <Kind extends ReferenceKind>(
  providers: Providers,
  reference: ImageReference<Kind>,
  signal: AbortSignal,
): Promise<ImageHandle> => (providers[reference.kind] as Provider<Kind>)(reference, signal)
