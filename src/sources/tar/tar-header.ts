import { ArchiveError } from './archive-error.ts'
import { decodeText } from './decode-text.ts'

/** A tar header block (POSIX ustar, GNU) before extended headers are applied. */
export type TarHeader = {
  readonly name: string
  /**
   * The type flag: `0` file, `1` hard link, `2` symlink, `3` `4` devices, `5` directory, `6` fifo, `x` `g` `L` `K`
   * extended.
   */
  readonly type: string
  /** Bytes of the body that follows. */
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly link: string
  /** Numbers of a device. */
  readonly major: number
  readonly minor: number
  /** For GNU sparse files: the full size of the file, and whether blocks with more of its map follow. */
  readonly sparse: { readonly size: number; readonly moreMap: boolean } | null
}

export const blockSize = 512

/** Whether a block has only zeros; two of them end an archive. */
export const isZeroBlock = (block: Buffer): boolean => block[0] === 0 && block.every((byte) => byte === 0)

const checksumStart = 148
const checksumEnd = 156

/** The sum over the header, its own field taken as blanks; old writers added signed bytes. */
export function hasRightChecksum(block: Buffer): boolean {
  const stored = readOctal(block, checksumStart, 8)
  let sum = (checksumEnd - checksumStart) * 32
  for (let i = 0; i < checksumStart; i++) sum += block[i]!
  for (let i = checksumEnd; i < blockSize; i++) sum += block[i]!
  return stored === sum || stored === sum - 256 * countHighBytes(block)
}

function countHighBytes(block: Buffer): number {
  let count = 0
  for (let i = 0; i < blockSize; i++) if (block[i]! > 127 && (i < checksumStart || i >= checksumEnd)) count++
  return count
}

/** Reads a header block whose checksum is right. Throws ArchiveError where a size cannot be. */
export function readHeader(block: Buffer): TarHeader {
  const magic = block.toString('latin1', 257, 263)
  const gnu = magic === 'ustar '
  const prefix = magic === 'ustar\0' ? readText(block, 345, 155) : ''
  const name = readText(block, 0, 100)
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156]!)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type,
    size: readSize(block, 124),
    mode: readOctal(block, 100, 8) & 0o7777,
    uid: readNumber(block, 108, 8),
    gid: readNumber(block, 116, 8),
    link: readText(block, 157, 100),
    major: readNumber(block, 329, 8),
    minor: readNumber(block, 337, 8),
    sparse: gnu && type === 'S' ? { size: readSize(block, 483), moreMap: block[482] === 1 } : null,
  }
}

function readText(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start)
  return decodeText(block, start, end === -1 || end > start + length ? start + length : end)
}

function readOctal(block: Buffer, start: number, length: number): number {
  let value = 0
  for (let i = start; i < start + length; i++) {
    const digit = block[i]! - 48
    if (digit >= 0 && digit < 8) value = value * 8 + digit
    else if (block[i] !== 32 || value !== 0) break
  }
  return value
}

/** Numbers too large for octal digits are big-endian bytes behind a set high bit (GNU). */
function readNumber(block: Buffer, start: number, length: number): number {
  if ((block[start]! & 0x80) === 0) return readOctal(block, start, length)
  if (block[start] === 0xff) return -1
  let value = block[start]! & 0x7f
  for (let i = start + 1; i < start + length; i++) value = value * 256 + block[i]!
  return value
}

function readSize(block: Buffer, start: number): number {
  const size = readNumber(block, start, 12)
  if (size < 0 || !Number.isSafeInteger(size)) throw new ArchiveError('damaged', 'an entry has an impossible size')
  return size
}
