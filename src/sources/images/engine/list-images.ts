import type { ImageListRow } from '../../../image/model/image.ts'
import { containerListShape, imageListShape } from '../../engine/answer-shapes.ts'
import type { EngineClient } from '../../engine/engine-client.ts'

/**
 * Excludes images without a tag, left over from builds: people do not choose them, and the containerd store takes a
 * tenth of a second for each.
 */
const tagged = JSON.stringify({ dangling: ['false'] })

/** All images of the engine that have a name, newest first. Throws FailureError. */
export async function listImages(client: EngineClient, signal: AbortSignal): Promise<readonly ImageListRow[]> {
  const [images, containers] = await Promise.all([
    client.ask('/images/json', { filters: tagged }, imageListShape, signal),
    client.ask('/containers/json', { all: '1' }, containerListShape, signal),
  ])
  const uses = new Map<string, number>()
  for (const { ImageID } of containers) uses.set(ImageID, (uses.get(ImageID) ?? 0) + 1)
  return images
    .map(
      ({ Id, RepoTags, Size, Created, Containers }): ImageListRow => ({
        id: Id,
        tags: realTags(RepoTags),
        size: Size,
        createdAt: Created,
        // The containerd store counts containers itself; elsewhere the count is -1.
        containers: Containers > 0 ? Containers : (uses.get(Id) ?? 0),
      }),
    )
    .toSorted((a, b) => b.createdAt - a.createdAt)
}

/** Tags that name something, each once: some engines repeat them, or write `<none>:<none>`. */
export const realTags = (tags: readonly string[]): readonly string[] =>
  [...new Set(tags)].filter((tag) => tag !== '<none>:<none>')
