import { digestOf } from '../../context/tree/digest.ts'
import type { BuilderState, SourceRecord } from '../model/builder-state.ts'
import type { ImageVertex, RemoteVertex } from '../model/vertex.ts'

/**
 * The key of something outside: an image, or the source of an ADD url or git. While nobody can tell what it holds, it
 * counts as unchanged since it was last seen; and what was seen unknown is taken to have been what is there when that can
 * first be told.
 */
export function sourceKey(vertex: ImageVertex | RemoteVertex, builder: BuilderState): SourceRecord {
  const name = sourceName(vertex)
  const known = builder.sources.get(name)
  const { content } = vertex
  if (content === null) return known ?? { key: digestOf('source', name), content: null }
  if (known !== undefined && (known.content === null || known.content === content)) return { key: known.key, content }
  // What was first met before its content could be told keeps its key.
  const earlier = builder.sourceKeys.get(content)
  return { key: earlier ?? digestOf('content', content), content }
}

export const sourceName = (vertex: ImageVertex | RemoteVertex): string =>
  vertex.kind === 'image' ? vertex.reference : vertex.source
