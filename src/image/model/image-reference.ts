/** The parts of each kind of reference. */
type ReferenceParts = {
  /** An image of the engine: `shop:dev`, an image ID. */
  readonly engine: { readonly name: string }
  /** A tar that `docker save`, `podman save` or skopeo wrote, compressed or not. */
  readonly 'docker-archive': SavedPath
  /** The same with an OCI layout in it. The content decides how a tar is read, so each of the two kinds reads both. */
  readonly 'oci-archive': SavedPath
  /** A directory of the OCI image layout. */
  readonly oci: SavedPath
  /** Such a tar from standard input. */
  readonly stdin: unknown
}

/** `image` names one of several: a tag, or a name that the archive has for it; null: the first. */
type SavedPath = { readonly path: string; readonly image: string | null }

export type ReferenceKind = keyof ReferenceParts

/** The source of an image, parsed once where it enters the program. */
export type ImageReference<Kind extends ReferenceKind = ReferenceKind> = {
  [One in Kind]: { readonly kind: One } & ReferenceParts[One]
}[Kind]

/** The kind of entry at a path. */
export type PathKind = 'file' | 'directory' | 'other' | 'nothing'

/**
 * Parses a reference as skopeo, podman and dive write it: `docker-archive:PATH[:IMAGE]`, `oci:DIRECTORY[:IMAGE]`,
 * `docker://NAME`, `docker-archive://PATH`, `-`. An existing path is an archive (or a layout directory, if it looks
 * like a path); any other text is a name for the engine.
 *
 * @param pathKind returns the kind of entry at a path, since a path may contain colons
 */
export function parseImageReference(text: string, pathKind: (path: string) => PathKind): ImageReference {
  if (text === '-') return { kind: 'stdin' }
  const scheme = /^(docker-archive|oci-archive|oci|docker-daemon|docker):/.exec(text)?.[1]
  switch (scheme) {
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
      return fileReference(scheme, withoutSlashes(text.slice(scheme.length + 1)), pathKind)
    case 'docker':
      // Without slashes it is a repository named docker: `docker:dind`.
      if (text.startsWith('docker://')) return { kind: 'engine', name: text.slice('docker://'.length) }
      break
    case 'docker-daemon':
      return { kind: 'engine', name: withoutSlashes(text.slice('docker-daemon:'.length)) }
    default:
      break
  }
  return plainReference(text, pathKind)
}

/** The reference in words that `parseImageReference` reads again. */
export function formatImageReference(reference: ImageReference): string {
  switch (reference.kind) {
    case 'engine':
      return reference.name
    case 'stdin':
      return '-'
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
      return `${reference.kind}:${reference.path}${reference.image === null ? '' : `:${reference.image}`}`
  }
}

/** Whether two references mean the same source. */
export const isSameReference = (a: ImageReference | null, b: ImageReference | null): boolean =>
  a === b || (a !== null && b !== null && a.kind === b.kind && formatImageReference(a) === formatImageReference(b))

/** dive writes `docker-archive://PATH`, with one slash more for an absolute path. */
const withoutSlashes = (text: string): string => text.replace(/^\/\//, '')

function plainReference(text: string, pathKind: (path: string) => PathKind): ImageReference {
  const looksLikePath = /^\.{0,2}\/|^\.{1,2}$/.test(text)
  for (const { path, image } of splits(text)) {
    const kind = pathKind(path)
    if (kind === 'file') return { kind: 'docker-archive', path, image }
    if (kind === 'directory' && looksLikePath) return { kind: 'oci', path, image }
  }
  // No engine has such a name, so the path is wrong.
  return looksLikePath ? { kind: 'docker-archive', path: text, image: null } : { kind: 'engine', name: text }
}

/** The longest existing path, with the rest as the image. If no part exists, the whole text is the path. */
function fileReference(
  kind: 'docker-archive' | 'oci-archive' | 'oci',
  rest: string,
  pathKind: (path: string) => PathKind,
): ImageReference {
  if (rest === '-') return { kind: 'stdin' }
  for (const { path, image } of splits(rest)) if (pathKind(path) !== 'nothing') return { kind, path, image }
  return { kind, path: rest, image: null }
}

/** All ways to take a text as a path and an image behind a colon: the whole as a path first. */
function* splits(text: string): Generator<{ readonly path: string; readonly image: string | null }> {
  yield { path: text, image: null }
  for (let colon = text.indexOf(':'); colon > 0; colon = text.indexOf(':', colon + 1)) {
    yield { path: text.slice(0, colon), image: text.slice(colon + 1) }
  }
}
