import type { Owner, OwnerPart } from '../../model/graph/owner.ts'
import type { Vertex } from '../../model/graph/vertex.ts'

/**
 * `app`, `1000:1000`, `root`. The key holds numbers as numbers, `root` and an empty part as 0, and names as names.
 * null: no owner is asked for. Source: dockerfile2llb/convert.go: parseUID, llb/fileop.go: WithUser.
 */
export function parseOwner(text: string): Owner | null {
  if (text === '') return null
  const colon = text.indexOf(':')
  return colon < 0 ? [ownerPart(text)] : [ownerPart(text.slice(0, colon)), ownerPart(text.slice(colon + 1))]
}

function ownerPart(text: string): OwnerPart {
  if (text === 'root' || text === '') return 0
  return /^[+-]?\d+$/.test(text) ? Number(text) : { name: text }
}

/** The builder's message where an owner is given by name and the root is empty (COPY --link), or null. */
export function missingOwner(owner: Owner | null, root: Vertex | null): string | null {
  const isNamed = owner?.some((part) => typeof part === 'object') ?? false
  return isNamed && root === null ? 'invalid user index: -1' : null
}
