import { ArchiveError } from './archive-error.ts'
import { type ByteSource, Limited } from './byte-source.ts'
import { decodeText } from './decode-text.ts'
import { paxSize, readPaxRecords } from './extended-header.ts'
import { blockSize, hasRightChecksum, isZeroBlock, readHeader, type TarHeader } from './tar-header.ts'

export type TarEntry = Pick<TarHeader, 'type' | 'mode' | 'uid' | 'gid' | 'link' | 'major' | 'minor'> & {
  /** As the archive has it: neither cleaned nor safe. */
  readonly name: string
  /** Bytes of the file; for a sparse file its full size, not the stored bytes. */
  readonly size: number
  /** The body is a map and pieces, not the file's bytes. */
  readonly sparse: boolean
}

/** An entry and its content: `body` is valid until the next entry is requested. */
export type TarItem = { readonly entry: TarEntry; readonly body: ByteSource }

/** The longest extended header. Longer ones are an attack or damage, since they only hold names and attributes. */
const longestExtension = 1024 * 1024
const noRecords: ReadonlyMap<string, string> = new Map()

/** The values that extended headers set for the next entry. */
type Extension = {
  readonly records: ReadonlyMap<string, string>
  readonly longName: string | null
  readonly longLink: string | null
}

const noExtension: Extension = { records: noRecords, longName: null, longLink: null }

/**
 * Reads a tar archive from front to back: ustar, GNU and pax, with long names, base-256 numbers and sparse files.
 * Unread bytes of a body are skipped. One reader serves files and streams: over a file it reads only headers, several
 * times faster than stream parsers, which must be fed every byte. Throws ArchiveError.
 */
export async function* readTar(bytes: ByteSource): AsyncGenerator<TarItem, void, undefined> {
  let extension = noExtension
  for (let first = true; ; first = false) {
    const block = await bytes.take(blockSize)
    if (block.length === 0 && first) throw new ArchiveError('not-a-tar', 'it is empty')
    if (block.length > 0 && block.length < blockSize) {
      throw first ? notATar() : new ArchiveError('truncated', 'it ends inside a header')
    }
    if (block.length === 0 || isZeroBlock(block)) {
      if (extension !== noExtension) throw new ArchiveError('truncated', 'it ends behind an extended header')
      return
    }
    if (!hasRightChecksum(block)) {
      throw first ? notATar() : new ArchiveError('damaged', 'a header has the wrong checksum')
    }
    const header = readHeader(block)
    const extended = await readExtension(bytes, header, extension)
    if (extended !== null) {
      extension = extended
      continue
    }
    await skipSparseMap(bytes, header)
    const stored = hasBody(header.type) ? (paxSize(extension.records, 'size') ?? header.size) : 0
    const body = new Limited(bytes, stored)
    yield { entry: toEntry(header, extension, stored), body }
    await skipRest(bytes, body, stored)
    extension = noExtension
  }
}

const notATar = () => new ArchiveError('not-a-tar', 'it does not start with a tar header')

/** Links, directories, devices and fifos have no body, whatever their size field contains. */
const hasBody = (type: string): boolean => !/[1-6]/.test(type)

/** The extension for the next entry after this header; null: the header belongs to an entry. */
async function readExtension(bytes: ByteSource, header: TarHeader, known: Extension): Promise<Extension | null> {
  switch (header.type) {
    case 'x':
      return { ...known, records: readPaxRecords(await takeExtension(bytes, header)) }
    case 'g':
      // Go's archive/tar, and so every engine, reads global records and does not apply them.
      readPaxRecords(await takeExtension(bytes, header))
      return known
    case 'L':
      return { ...known, longName: untilZero(await takeExtension(bytes, header)) }
    case 'K':
      return { ...known, longLink: untilZero(await takeExtension(bytes, header)) }
    default:
      return null
  }
}

function toEntry(header: TarHeader, { records, longName, longLink }: Extension, stored: number): TarEntry {
  // GNU's pax forms of sparse files, 0.0 to 1.0, each name the real size (and 1.0 the real name).
  const sparseSize =
    paxSize(records, 'GNU.sparse.realsize') ?? paxSize(records, 'GNU.sparse.size') ?? header.sparse?.size
  return {
    name: records.get('GNU.sparse.name') ?? records.get('path') ?? longName ?? header.name,
    type: header.type === 'S' || header.type === '7' ? '0' : header.type,
    size: sparseSize ?? stored,
    mode: header.mode,
    uid: Number(records.get('uid') ?? header.uid),
    gid: Number(records.get('gid') ?? header.gid),
    link: records.get('linkpath') ?? longLink ?? header.link,
    major: header.major,
    minor: header.minor,
    sparse: sparseSize !== undefined,
  }
}

async function takeExtension(bytes: ByteSource, { size }: TarHeader): Promise<Buffer> {
  if (size > longestExtension) throw new ArchiveError('damaged', 'an extended header is too long to be one')
  const taken = await bytes.take(size)
  if (taken.length < size) throw new ArchiveError('truncated', 'it ends inside an extended header')
  const body = Buffer.from(taken)
  await skipPadding(bytes, size)
  return body
}

function untilZero(body: Buffer): string {
  const end = body.indexOf(0)
  return decodeText(body, 0, end === -1 ? body.length : end)
}

async function skipSparseMap(bytes: ByteSource, { sparse }: TarHeader): Promise<void> {
  for (let more = sparse?.moreMap === true; more; ) {
    const block = await bytes.take(blockSize)
    if (block.length < blockSize) throw new ArchiveError('truncated', 'it ends inside the map of a sparse file')
    more = block[504] === 1
  }
}

async function skipRest(bytes: ByteSource, body: Limited, stored: number): Promise<void> {
  if (body.left > 0) await body.skip(body.left)
  if (body.left > 0) throw new ArchiveError('truncated', `it ends ${body.left} bytes before the end of an entry`)
  await skipPadding(bytes, stored)
}

async function skipPadding(bytes: ByteSource, size: number): Promise<void> {
  const padding = (blockSize - (size % blockSize)) % blockSize
  if (padding > 0) await bytes.skip(padding)
}
