import type { InferOutput } from 'valibot'
import { FailureError } from '../../../diagnostics/failure.ts'
import { joinHistory } from '../../../image/history/join-history.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { Image } from '../../../image/model/image.ts'
import type { ImageReference } from '../../../image/model/image-reference.ts'
import { readConfig, readPlatform } from '../../../image/model/read-config.ts'
import { historyShape, imageShape } from '../../engine/answer-shapes.ts'
import type { EngineClient } from '../../engine/engine-client.ts'
import { readHistory } from './engine-history.ts'
import { realTags } from './list-images.ts'

type InspectedImage = InferOutput<typeof imageShape>

/** The engine's information about an image by reference or ID. Throws FailureError. */
export async function inspectImage(
  client: EngineClient,
  reference: ImageReference<'engine'>,
  signal: AbortSignal,
): Promise<Image> {
  const { name } = reference
  const json = await askImage(client, name, signal)
  if (json === null) {
    throw new FailureError({
      kind: 'no-image',
      summary: `the Docker engine has no image ${name}`,
      detail: '',
      nextStep: `build or pull it first: docker pull ${name}`,
    })
  }
  const diffIds = json.RootFS?.Layers ?? []
  const id = json.Id
  const { rows, sizes } = readHistory(
    await client.ask(`/images/${id}/history`, {}, historyShape, signal),
    diffIds.length,
  )
  const joined = joinHistory(
    rows,
    diffIds.map((diffId, i) => ({ diffId, digest: null, size: sizes[i] ?? 0 })),
  )
  return {
    reference,
    id,
    tags: realTags(json.RepoTags),
    platform: readPlatform(json),
    createdAt: json.Created || null,
    size: joined.layers.reduce((sum, { size }) => sum + size, 0) || json.Size,
    config: readConfig(json.Config),
    ...joined,
    warnings: [],
  }
}

/**
 * Identity and configuration of base images; those that the engine does not have have `id: null`. Throws FailureError.
 */
export async function resolveImages(
  client: EngineClient,
  refs: readonly string[],
  signal: AbortSignal,
): Promise<readonly BaseImage[]> {
  return Promise.all(
    refs.map(async (ref): Promise<BaseImage> => {
      const json = await askImage(client, ref, signal)
      if (json === null) return { ref, id: null, digest: null, diffIds: [], config: null }
      return {
        ref,
        id: json.Id,
        digest: json.Descriptor?.digest || pulledDigest(json, ref),
        diffIds: json.RootFS?.Layers ?? [],
        platform: readPlatform(json),
        config: readConfig(json.Config),
      }
    }),
  )
}

/** The digest under which the image was pulled from the reference's repository: `node@sha256:…`. */
function pulledDigest({ RepoDigests }: InspectedImage, ref: string): string | null {
  const repository = familiar(ref).replace(/[:@][^/]*$/, '')
  const digest = RepoDigests.find((reference) => reference.startsWith(`${repository}@`))
  return digest === undefined ? null : digest.slice(repository.length + 1)
}

/** References as the engine lists them: without `docker.io/` and `library/`. */
const familiar = (ref: string): string => ref.replace(/^docker\.io\/(library\/)?/, '')

/** Null: the engine does not have it. Text that is not a reference could name another part of the API. */
async function askImage(client: EngineClient, ref: string, signal: AbortSignal): Promise<InspectedImage | null> {
  if (!/^[\w][\w./:@+-]*$/.test(ref) || ref.includes('..')) return null
  try {
    return await client.ask(`/images/${ref}/json`, {}, imageShape, signal)
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === 'no-image') return null
    throw error
  }
}
