import { ArchiveError } from '../../tar/archive-error.ts'
import { type ByteSource, Prefixed } from '../../tar/byte-source.ts'
import { cleanPath } from '../../tar/clean-path.ts'
import { walkTar } from '../../tar/walk-tar.ts'

/** What a saved image's archive holds, before it is known which member is what: the table of contents comes last. */
export type SavedMembers<Layer = never> = {
  /** Bytes of the JSON documents by name. */
  readonly documents: ReadonlyMap<string, Buffer>
  /** Symlinked and hard-linked members (repeated layers of Docker before 25, Podman's old folders): name → name. */
  readonly links: ReadonlyMap<string, string>
  /** Bytes that each other member takes in the archive. */
  readonly sizes: ReadonlyMap<string, number>
  /** What was read of members that are layers. */
  readonly layers: ReadonlyMap<string, Layer>
  /** Members that were read as layers and are none: trouble only where the image needs them. */
  readonly unreadable: ReadonlyMap<string, ArchiveError>
}

export type MemberReading<Layer> = {
  /** `all` where nobody can know yet which members belong to the image. */
  readonly layers: 'all' | ReadonlySet<string>
  readonly readLayer: (bytes: ByteSource) => Promise<Layer>
  /** The member after which nothing more is wanted; absent: read to the end. */
  readonly isLast?: (name: string) => boolean
}

/** Configurations with long histories take some 100 kB; a document this long is none. */
const longestDocument = 16 * 1024 * 1024

/** Reads metadata only, and what members there are. Throws ArchiveError. */
export const readDocuments = (bytes: ByteSource, signal: AbortSignal): Promise<SavedMembers> =>
  readMembers<never>(
    bytes,
    { layers: new Set(), readLayer: () => Promise.reject(new Error('no layer is read')) },
    signal,
  )

/** Reads an archive as `docker save` and others write it, once, from front to back. Throws ArchiveError. */
export async function readMembers<Layer>(
  bytes: ByteSource,
  { layers: wanted, readLayer, isLast = () => false }: MemberReading<Layer>,
  signal: AbortSignal,
): Promise<SavedMembers<Layer>> {
  const documents = new Map<string, Buffer>()
  const links = new Map<string, string>()
  const sizes = new Map<string, number>()
  const layers = new Map<string, Layer>()
  const unreadable = new Map<string, ArchiveError>()
  await walkTar(bytes, async (entry, body) => {
    signal.throwIfAborted()
    const name = cleanPath(entry.name)
    if (entry.type === '1') links.set(name, cleanPath(entry.link))
    if (entry.type === '2') links.set(name, cleanPath(`${directoryOf(name)}${entry.link}`))
    if (entry.type !== '0') return undefined
    const head = Buffer.from(await body.take(1))
    const whole = new Prefixed(head, body)
    if (looksLikeJson(head) && entry.size <= longestDocument) {
      documents.set(name, Buffer.from(await whole.take(entry.size)))
      return undefined
    }
    sizes.set(name, entry.size)
    if (wanted !== 'all' && !wanted.has(name)) return undefined
    await readLayer(whole).then(
      (layer) => layers.set(name, layer),
      (error: unknown) => {
        if (!(error instanceof ArchiveError)) throw error
        unreadable.set(name, error)
      },
    )
    return isLast(name) ? 'stop' : undefined
  })
  return { documents, links, sizes, layers, unreadable }
}

/** What was read of a member. Throws ArchiveError where it could not be. */
export function layerOf<Layer>(members: SavedMembers<Layer>, name: string): Layer {
  const layer = members.layers.get(name)
  if (layer !== undefined) return layer
  const trouble = members.unreadable.get(name)
  throw new ArchiveError(trouble?.kind ?? 'missing-blob', `layer ${name}: ${trouble?.message ?? 'is not in it'}`)
}

const directoryOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)
const looksLikeJson = (head: Buffer): boolean => head[0] === 0x7b || head[0] === 0x5b
