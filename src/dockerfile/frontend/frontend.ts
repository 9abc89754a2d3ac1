/**
 * The Dockerfile front end that reads a file. Its version decides parsing and operations; the daemon's version decides
 * keys. A version is the minor number of docker/dockerfile:1.N; `frontend-features.ts` lists its features. BuildKit 0.M
 * contains front end 1.(M-6), for example 0.25 (Docker 28) and 0.8 (Docker 20.10).
 */
export type Frontend = {
  readonly version: number
  /** A `-labs` image: experimental flags are accepted. */
  readonly labs: boolean
  /** Named by a `# syntax=` line or BUILDKIT_SYNTAX, so fetched as an image. */
  readonly external: boolean
  /** The reference it was named by, in full form. */
  readonly reference?: string
  /** The tag floats (`1`, `latest`, `labs`) or is newer than known: the newest known rules were taken. */
  readonly assumed?: boolean
}

/** Newest front end whose rules are known here. */
export const newestFrontend = 26

/** The front end that is built into a daemon, by the minor version of its BuildKit. */
export const builtinFrontend = (daemon: number): Frontend => ({
  // A daemon between the recorded versions 0.8 and 0.25 counts as 0.25.
  version: daemon > 8 && daemon <= 25 ? 19 : Math.max(daemon, 8) - 6,
  labs: false,
  external: false,
})

/** `docker/dockerfile:1` → `docker.io/docker/dockerfile:1`, as Docker completes a reference. */
export function completeReference(reference: string): string {
  const slash = reference.indexOf('/')
  const first = slash < 0 ? '' : reference.slice(0, slash)
  const isHost = /[.:A-Z]/.test(first) || first === 'localhost'
  const host = isHost ? first.replace(/^index\.docker\.io$/, 'docker.io') : 'docker.io'
  const path = isHost ? reference.slice(slash + 1) : reference
  const complete = `${host}/${host === 'docker.io' && !path.includes('/') ? 'library/' : ''}${path}`
  return hasTag(complete) ? complete : `${complete}:latest`
}

/** Whether a reference ends in a tag or a digest. A `:` in front of its last `/` belongs to a port. */
export const hasTag = (reference: string): boolean => /[:@]/.test(reference.slice(reference.lastIndexOf('/') + 1))

/** Version that a complete reference's tag names; null when it is not Docker's own Dockerfile front end. */
export function frontendOfReference(reference: string): Frontend | null {
  // A private mirror whose path ends in dockerfile:1… is most likely a copy of Docker's image.
  const image = /(?:^|\/)dockerfile(?:-upstream)?(?::([^@/]+))?(?:@[^/]*)?$/.exec(reference)
  if (image === null) return null
  const official = /^docker\.io\/docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(reference)
  const tag = image[1] ?? 'latest'
  const labs = /labs/.test(tag)
  if (/^(latest|labs|master|master-labs|1(-labs)?)$/.test(tag)) {
    return official || /^1/.test(tag)
      ? { version: newestFrontend, labs, external: true, reference, assumed: true }
      : null
  }
  const numbered = /^1\.(\d+)(\.\d+)?(-rc\d+)?(-labs)?$/.exec(tag)
  if (numbered === null) return null
  const version = Number(numbered[1])
  return version > newestFrontend
    ? { version: newestFrontend, labs, external: true, reference, assumed: true }
    : { version, labs, external: true, reference }
}

/** Parses a front-end version: `1.18-labs`, `1.4.3`, `1.26`, or `builtin`; null for other text. */
export function parseFrontendVersion(text: string): Pick<Frontend, 'version' | 'labs'> | 'builtin' | null {
  if (/^(builtin|built-in)$/i.test(text)) return 'builtin'
  const numbered = /^v?1\.(\d+)(?:\.\d+)?(-labs)?$/.exec(text.replace(/^.*dockerfile:/, ''))
  if (numbered !== null) return { version: Number(numbered[1]), labs: numbered[2] !== undefined }
  if (/^(1|latest)$/.test(text)) return { version: newestFrontend, labs: false }
  return /^(labs|1-labs)$/.test(text) ? { version: newestFrontend, labs: true } : null
}

/** The version for people: `1.26`, `1.18-labs`, `built-in 1.19`. */
export function describeFrontend(frontend: Frontend): string {
  const name = `1.${frontend.version}${frontend.labs ? '-labs' : ''}`
  return frontend.external ? name : `built-in ${name}`
}
