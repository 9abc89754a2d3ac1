import type { ImageListRow } from '../../../image/model/image.ts'
import { asCount, asList, asObject, asText, asTexts } from '../../../image/model/json-value.ts'
import type { EngineClient } from '../../engine/engine-client.ts'

/** Left-overs of builds without a tag: nobody chooses them, and the containerd store takes a tenth of a second for each. */
const tagged = JSON.stringify({ dangling: ['false'] })

/** All images of the engine that have a name, newest first. Throws FailureError. */
export async function listImages(client: EngineClient, signal: AbortSignal): Promise<readonly ImageListRow[]> {
  const [images, containers] = await Promise.all([
    client.ask('/images/json', { filters: tagged }, signal),
    client.ask('/containers/json', { all: '1' }, signal),
  ])
  const uses = new Map<string, number>()
  for (const container of asList(containers)) {
    const image = asText(asObject(container).ImageID)
    uses.set(image, (uses.get(image) ?? 0) + 1)
  }
  return asList(images)
    .map((json): ImageListRow => {
      const { Id, RepoTags, Size, Created, Containers } = asObject(json)
      const id = asText(Id)
      // The containerd store counts containers itself; elsewhere the count is -1.
      return {
        id,
        tags: realTags(RepoTags),
        size: asCount(Size),
        createdAt: asCount(Created),
        containers: asCount(Containers) || (uses.get(id) ?? 0),
      }
    })
    .toSorted((a, b) => b.createdAt - a.createdAt)
}

/** Tags that name something, each once: some engines repeat them, or write `<none>:<none>`. */
export const realTags = (json: unknown): readonly string[] =>
  [...new Set(asTexts(json))].filter((tag) => tag !== '<none>:<none>')
