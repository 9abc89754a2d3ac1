import type { ContainerChange, ContainerChanges } from '../../../image/model/container-changes.ts'
import type { Image } from '../../../image/model/image.ts'
import { asList, asObject, asText, asTexts } from '../../../image/model/json-value.ts'
import type { EngineClient } from '../../engine/engine-client.ts'

/** The containers made from an image and what each has written, in the engine's order. Throws FailureError. */
export async function readContainerChanges(
  client: EngineClient,
  image: Image,
  signal: AbortSignal,
): Promise<readonly ContainerChanges[]> {
  const filters = JSON.stringify({ ancestor: [image.id] })
  const containers = asList(await client.ask('/containers/json', { all: '1', size: '1', filters }, signal)).map(
    asObject,
  )
  return Promise.all(
    containers.map(async ({ Id, Names, State, SizeRw }): Promise<ContainerChanges> => {
      const id = asText(Id)
      return {
        id,
        name: (asTexts(Names)[0] ?? id).replace(/^\//, ''),
        state: asText(State),
        size: typeof SizeRw === 'number' ? SizeRw : null,
        changes: asList(await client.ask(`/containers/${id}/changes`, {}, signal)).map(toChange),
      }
    }),
  )
}

const marks = ['modified', 'added', 'removed'] as const

function toChange(json: unknown): ContainerChange {
  const { Path, Kind } = asObject(json)
  return { path: asText(Path).replace(/^\//, ''), mark: marks[Number(Kind)] ?? 'modified' }
}
