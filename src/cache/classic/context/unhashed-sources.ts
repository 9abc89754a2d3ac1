import { type DirectoryEntry, walkEntries } from '../../../context/tree/entry.ts'
import { resolvePath } from '../../../context/tree/resolve-path.ts'
import { rootRelative } from '../../../dockerfile/values/container-path.ts'
import { isUrl } from '../model/copy-request.ts'
import type { StepOutcome } from '../model/step-outcome.ts'
import { pathsOf } from './source-sums.ts'

/** Files whose content decides about a step of the build and is not known yet. */
export function unhashedSources(context: DirectoryEntry, outcomes: readonly StepOutcome[]): readonly string[] {
  const found = new Set<string>()
  for (const { request, content } of outcomes.flatMap((outcome) => [outcome, ...outcome.triggers])) {
    if (content !== null || request?.copy?.from !== null) continue
    for (const source of request.copy.sources) {
      if (isUrl(source)) continue
      for (const path of pathsOf(context, source)) addUnhashed(context, rootRelative(path), found)
    }
  }
  return [...found]
}

function addUnhashed(context: DirectoryEntry, path: string, found: Set<string>): void {
  const resolved = resolvePath(context, path, { finalLink: true })
  if (resolved?.entry === undefined) return
  const { entry } = resolved
  if (entry.kind === 'file') {
    if (entry.contentDigest === null && entry.size > 0) found.add(resolved.path)
    return
  }
  if (entry.kind !== 'directory') return
  for (const [inner, below] of walkEntries(entry, resolved.path)) {
    if (below.kind === 'file' && below.contentDigest === null && below.size > 0) found.add(inner)
    if (below.kind !== 'symlink') continue
    const target = resolvePath(context, inner, { finalLink: true })
    if (target?.entry?.kind === 'file' && target.entry.contentDigest === null) found.add(target.path)
  }
}
