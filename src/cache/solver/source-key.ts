import { digestOf } from '../../context/tree/digest.ts'
import type { BuilderState, SourceRecord } from '../model/builder-state.ts'
import type { ImageVertex, RemoteVertex } from '../model/graph/vertex.ts'

/**
 * The key of an image, or of the source of an ADD url or git. While its content is unknown, it counts as unchanged
 * since the last build. If the content was unknown then and is known now, it is taken to have been the same.
 */
export function sourceKey(vertex: ImageVertex | RemoteVertex, builder: BuilderState): SourceRecord {
  const name = sourceName(vertex)
  const known = builder.sources.get(name)
  const { content } = vertex
  if (content === null) return known ?? { key: digestOf('source', name), content: null }
  if (known !== undefined && (known.content === null || known.content === content)) return { key: known.key, content }
  // A source that was first seen with unknown content keeps its key.
  const earlier = builder.sourceKeys.get(content)
  return { key: earlier ?? digestOf('content', content), content }
}

/** The name under which the builder state remembers a source: a reference or an address. */
export const sourceName = (vertex: ImageVertex | RemoteVertex): string =>
  vertex.kind === 'image' ? vertex.reference : vertex.source
