import type { ContainerChanges } from '../../../image/model/container-changes.ts'
import type { Image } from '../../../image/model/image.ts'
import { changesShape, containerListShape } from '../../engine/answer-shapes.ts'
import type { EngineClient } from '../../engine/engine-client.ts'

/** The containers made from an image and what each has written, in the engine's order. Throws FailureError. */
export async function readContainerChanges(
  client: EngineClient,
  image: Image,
  signal: AbortSignal,
): Promise<readonly ContainerChanges[]> {
  const filters = JSON.stringify({ ancestor: [image.id] })
  const containers = await client.ask('/containers/json', { all: '1', size: '1', filters }, containerListShape, signal)
  return Promise.all(
    containers.map(
      async ({ Id, Names, State, SizeRw }): Promise<ContainerChanges> => ({
        id: Id,
        name: (Names[0] ?? Id).replace(/^\//, ''),
        state: State,
        size: SizeRw ?? null,
        changes: (await client.ask(`/containers/${Id}/changes`, {}, changesShape, signal)).map(({ Path, Kind }) => ({
          path: Path.replace(/^\//, ''),
          mark: marks[Kind],
        })),
      }),
    ),
  )
}

/** By the numbers that the API gives them. */
const marks = ['modified', 'added', 'removed'] as const
