import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { StreamBytes } from '../../../src/sources/tar/stream-bytes.ts'
import { unpackZstd } from '../../../src/sources/tar/unpack-zstd.ts'

const longestBlock = 128 * 1024

/** A frame of blocks that are stored as they are (RFC 8878), its size told in the header or not. */
function storedFrame(content: Buffer, { tellsSize = true } = {}): Buffer {
  const head = tellsSize ? Buffer.alloc(9) : Buffer.from([0x00, 0x58])
  if (tellsSize) {
    head[0] = 0xe0
    head.writeBigUInt64LE(BigInt(content.length), 1)
  }
  const blocks: Buffer[] = []
  for (let at = 0; at === 0 || at < content.length; at += longestBlock) {
    const part = content.subarray(at, at + longestBlock)
    const fields = Buffer.alloc(3)
    fields.writeUIntLE((part.length << 3) | (at + longestBlock >= content.length ? 1 : 0), 0, 3)
    blocks.push(fields, part)
  }
  return Buffer.concat([Buffer.from('28b52ffd', 'hex'), head, ...blocks])
}

/** A frame of one block: the same byte over and over. */
function repeatedFrame(byte: number, length: number): Buffer {
  const head = Buffer.alloc(9)
  head[0] = 0xe0
  head.writeBigUInt64LE(BigInt(length), 1)
  const fields = Buffer.alloc(4)
  fields.writeUIntLE((length << 3) | (1 << 1) | 1, 0, 3)
  fields[3] = byte
  return Buffer.concat([Buffer.from('28b52ffd', 'hex'), head, fields])
}

/** What `zstd -19 --check` makes of 600 bytes. */
const recorded = [
  { frame: Buffer.from('KLUv/WRYAW0AADBoZWxsbyABAE9SlSK8iPAi', 'base64'), content: 'hello '.repeat(100) },
] as const

const compress = (zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer }).zstdCompressSync
const skippable = Buffer.from('502a4d180400000061626364', 'hex')

async function unpack(bytes: Buffer, pieceSize = 1000): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceSize) }, (_, i) =>
    bytes.subarray(i * pieceSize, (i + 1) * pieceSize),
  )
  const chunks: Uint8Array[] = []
  for await (const chunk of unpackZstd(new StreamBytes(Readable.from(pieces)))) chunks.push(Uint8Array.from(chunk))
  return Buffer.concat(chunks)
}

/** Bytes that look random and are the same in every run. */
function noise(length: number, seed = 1): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${seed} ${i}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

const sizes = [0, 1, 255, 256, 65_791, 65_792, longestBlock - 1, longestBlock, longestBlock + 1, 700_000]
const frames: readonly (readonly [string, (content: Buffer) => Buffer])[] = [
  ['stored', (content) => storedFrame(content)],
  ['stored without its size', (content) => storedFrame(content, { tellsSize: false })],
  // What this Node can compress by itself; older ones have the frames above.
  ...(compress === undefined ? [] : [['compressed', (content: Buffer) => compress(content)] as const]),
]

describe.each(frames)('frames that are %s', (_, pack) => {
  test.each(sizes)('of %i bytes', async (size) => {
    const content = noise(size)
    expect((await unpack(pack(content))).equals(content)).toBe(true)
  })

  test('one after the other, of all sizes, with frames between that are skipped', async () => {
    const contents = sizes.map((size, i) => noise(size, i))
    const bytes = Buffer.concat(contents.flatMap((content) => [skippable, pack(content)]))
    expect((await unpack(Buffer.concat([bytes, skippable]))).equals(Buffer.concat(contents))).toBe(true)
  })

  test('of one byte, two thousand of them', async () => {
    const bytes = Buffer.concat(Array.from({ length: 2000 }, (_, i) => pack(Buffer.from([i & 0xff]))))
    expect(await unpack(bytes)).toHaveLength(2000)
  })

  test.each([1, 3, 5, 12, 20, 131_000])('that end %i bytes too soon are damaged', async (missing) => {
    const bytes = Buffer.concat([pack(noise(300)), pack(noise(300_000))])
    await expect(unpack(bytes.subarray(0, -missing))).rejects.toMatchObject({ kind: 'damaged' })
  })
})

test.each(recorded)('a compressed frame, alone and several of them', async ({ frame, content }) => {
  expect((await unpack(frame)).toString()).toBe(content)
  expect((await unpack(Buffer.concat([frame, frame, skippable, frame]))).toString()).toBe(content.repeat(3))
})

test('a block that repeats one byte', async () => {
  const bytes = Buffer.concat([repeatedFrame(0x61, 100_000), repeatedFrame(0x62, 3)])
  expect((await unpack(bytes)).equals(Buffer.concat([Buffer.alloc(100_000, 'a'), Buffer.from('bbb')]))).toBe(true)
})

describe('what is damaged is said, and nothing hangs', () => {
  const { frame } = recorded[0]
  test.each([
    ['rubbish behind a frame', Buffer.concat([frame, Buffer.from('rubbish')])],
    ['two bytes behind a frame', Buffer.concat([frame, Buffer.from('ab')])],
    [
      'a compressed block with other bytes',
      Buffer.concat([frame.subarray(0, 9), Buffer.alloc(frame.length - 9, 0xff)]),
    ],
    [
      'a block of the reserved type',
      Buffer.concat([storedFrame(Buffer.alloc(0)).subarray(0, 13), Buffer.from([7, 0, 0])]),
    ],
    [
      'a block longer than the format allows',
      Buffer.concat([frame.subarray(0, 7), Buffer.from([0xfd, 0xff, 0xff]), Buffer.alloc(3_000_000)]),
    ],
    ['a skippable frame that ends too soon', skippable.subarray(0, -1)],
    ['a frame header that ends too soon', storedFrame(Buffer.alloc(5)).subarray(0, 8)],
  ])('%s', async (_, bytes) => {
    await expect(unpack(bytes)).rejects.toMatchObject({ name: 'ArchiveError', kind: 'damaged' })
  })
})
