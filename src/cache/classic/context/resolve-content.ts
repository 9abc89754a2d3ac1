import { hasWildcard } from '../../../context/ignore/glob.ts'
import { digestOf } from '../../../context/tree/digest.ts'
import { type DirectoryEntry, emptyDirectory } from '../../../context/tree/entry.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { baseName, rootRelative } from '../../../dockerfile/values/container-path.ts'
import type { StepContent } from '../../model/classic-state.ts'
import { type CopyRequest, isUrl } from '../model/copy-request.ts'
import type { StageImage } from '../stage-image.ts'
import { badImagePath, sumSources } from './source-sums.ts'

/**
 * The content that COPY or ADD takes, as far as it is known; null: not hashed yet. `source` is the image of `--from`.
 * Throws DockerfileError where the build stops.
 */
export function resolveContent(
  copy: CopyRequest,
  context: DirectoryEntry | null,
  source: StageImage | null,
): StepContent | null {
  if (source !== null) {
    const bad = copy.sources.map(badImagePath).find((reason) => reason !== null)
    if (bad !== undefined) throw new DockerfileError(`${copy.command} failed: ${bad}`)
    const paths = copy.sources.map(rootRelative)
    const names = copy.sources.some(hasWildcard) ? null : digestOf(paths)
    return { kind: 'image', digest: digestOf(source.id, paths), names }
  }
  const local = copy.sources.filter((path) => !isUrl(path))
  const urls = copy.sources.filter(isUrl)
  if (urls.length === 0) return sumContent(copy, copy.sources, context)
  // A wildcard among other sources: how many files there are is counted with the downloaded ones.
  const beside = local.length === 0 ? { kind: 'none' as const } : sumContent(copy, local, context)
  if (beside === null) return null
  const names = copy.sources.map((path) => (isUrl(path) ? baseName(pathOfUrl(path)) : rootRelative(path)))
  return { kind: 'url', digest: digestOf(copy.sources, beside), names: digestOf(names) }
}

function sumContent(copy: CopyRequest, sources: readonly string[], context: DirectoryEntry | null): StepContent | null {
  const content = sumSources(context ?? emptyDirectory, sources, copy)
  switch (content.kind) {
    case 'sum':
      return { kind: 'sum', digest: content.sum, names: digestOf(content.names) }
    case 'unhashed':
      return null
    case 'error':
      throw new DockerfileError(content.message)
  }
}

/** The downloaded file is named after the last component of the path. */
const pathOfUrl = (url: string): string => (/^https?:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '') || '/'
