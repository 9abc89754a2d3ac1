import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTar, type TarEntry } from '../../../src/sources/tar/read-tar.ts'
import { StreamBytes } from '../../../src/sources/tar/stream-bytes.ts'
import { packTar } from '../../support/image-archive.ts'

/** A source that gives the bytes in pieces of a size that fits no block. */
function inPieces(bytes: Buffer, size = 333): StreamBytes {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  )
  return new StreamBytes(Readable.from(pieces))
}

async function entriesOf(bytes: Buffer): Promise<readonly TarEntry[]> {
  const entries: TarEntry[] = []
  for await (const { entry } of readTar(inPieces(bytes))) entries.push(entry)
  return entries
}

/** A header block with these fields; `fields` writes more of them over it. */
function header(name: string, type: string, size: number, fields: (block: Buffer) => void = () => undefined): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write(type, 156)
  block.write('ustar  \0', 257, 'latin1')
  fields(block)
  block.write('        ', 148)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

const body = (text: string): Buffer =>
  Buffer.concat([Buffer.from(text), Buffer.alloc((512 - (text.length % 512)) % 512)])
const end = Buffer.alloc(1024)
const after = Buffer.concat([header('after', '0', 0), end])

describe('what an archive can hold', () => {
  test('names longer than a header, in the pax form', async () => {
    const long = `${'folder/'.repeat(40)}file`
    const entries = await entriesOf(
      await packTar([
        { name: long, content: 'x' },
        { name: 'l', type: 'symlink', link: long },
      ]),
    )
    expect(entries.map(({ name, link, size }) => [name, link, size])).toEqual([
      [long, '', 1],
      ['l', long, 0],
    ])
  })

  test('names longer than a header, in the GNU form', async () => {
    const long = 'n'.repeat(300)
    const bytes = [header('././@LongLink', 'L', 301), body(`${long}\0`), header('n', '0', 2), body('hi'), after]
    expect((await entriesOf(Buffer.concat(bytes))).map(({ name, size }) => [name, size])).toEqual([
      [long, 2],
      ['after', 0],
    ])
  })

  test('links longer than a header, in the GNU form', async () => {
    const long = 'l'.repeat(200)
    const bytes = [header('././@LongLink', 'K', 200), body(long), header('s', '2', 0), after]
    expect((await entriesOf(Buffer.concat(bytes)))[0]).toMatchObject({ name: 's', type: '2', link: long })
  })

  test('a prefix in the ustar form', async () => {
    const posix = header('file', '0', 0, (block) => {
      block.write('ustar\0', 257, 'latin1')
      block.write('some/folder', 345)
    })
    expect((await entriesOf(Buffer.concat([posix, end])))[0]?.name).toBe('some/folder/file')
  })

  test('sizes and owners too large for octal digits', async () => {
    const large = header('x', '5', 0, (block) => {
      block.writeUInt32BE(0x80000000, 108)
      block.writeUInt32BE(3_000_000_000, 112)
    })
    expect((await entriesOf(Buffer.concat([large, end])))[0]?.uid).toBe(3_000_000_000)
  })

  test('an old sparse file counts with its real size, and its map is passed over', async () => {
    const sparse = header('s', 'S', 10, (block) => {
      block.write('00000010000\0', 483)
      block[482] = 1
    })
    const map = Buffer.alloc(512)
    const bytes = [sparse, map, body('0123456789'), after]
    expect((await entriesOf(Buffer.concat(bytes))).map(({ name, size, sparse }) => [name, size, sparse])).toEqual([
      ['s', 4096, true],
      ['after', 0, false],
    ])
  })

  test('a sparse file of the pax form has its real name and size', async () => {
    const records = ['22 GNU.sparse.major=1\n', '24 GNU.sparse.name=real\n', '28 GNU.sparse.realsize=9000\n'].join('')
    const bytes = [
      header('p', 'x', records.length),
      body(records),
      header('GNUSparseFile.1/real', '0', 3),
      body('map'),
      after,
    ]
    expect((await entriesOf(Buffer.concat(bytes)))[0]).toMatchObject({ name: 'real', size: 9000, sparse: true })
  })

  test('links and directories have no body, whatever their size field says', async () => {
    const bytes = [header('hard', '1', 999), header('d', '5', 999), after]
    expect((await entriesOf(Buffer.concat(bytes))).map(({ name }) => name)).toEqual(['hard', 'd', 'after'])
  })

  test('names that are not UTF-8 stay apart', async () => {
    const named = (byte: number) => header('caf', '0', 0, (block) => block.writeUInt8(byte, 3))
    const names = (await entriesOf(Buffer.concat([named(0xe9), named(0xe8), end]))).map(({ name }) => name)
    expect(names).toEqual(['caf\udce9', 'caf\udce8'])
  })

  test('a name in UTF-8 is that name, the replacement character included', async () => {
    const entries = await entriesOf(await packTar([{ name: 'é\ufffd日' }]))
    expect(entries[0]?.name).toBe('é\ufffd日')
  })

  test('global pax headers apply to nothing, as in Go and so in every engine', async () => {
    const records = '16 path=another\n11 size=99\n'
    const bytes = [
      header('pax_global_header', 'g', records.length),
      body(records),
      header('one', '0', 2),
      body('hi'),
      after,
    ]
    expect((await entriesOf(Buffer.concat(bytes))).map(({ name, size }) => [name, size])).toEqual([
      ['one', 2],
      ['after', 0],
    ])
  })

  test('devices have numbers', async () => {
    const device = header('sda1', '4', 0, (block) => {
      block.write('0000010\0', 329)
      block.write('0000001\0', 337)
    })
    expect((await entriesOf(Buffer.concat([device, end])))[0]).toMatchObject({ type: '4', major: 8, minor: 1 })
  })

  test('an archive without its end marker, as Go writes inside layers', async () => {
    expect(await entriesOf(Buffer.concat([header('a', '0', 3), body('abc')]))).toHaveLength(1)
  })
})

describe('what is wrong is said, not guessed over', () => {
  const kindOf = (bytes: Buffer): Promise<string> =>
    entriesOf(bytes).then(
      () => 'nothing wrong',
      (error: { kind?: string }) => error.kind ?? String(error),
    )

  test.each([
    ['nothing', Buffer.alloc(0), 'not-a-tar'],
    ['text', Buffer.from('hello world '.repeat(100)), 'not-a-tar'],
    ['less than a block', Buffer.from('x'), 'not-a-tar'],
    ['cut in a body', Buffer.concat([header('a', '0', 2000), Buffer.alloc(512)]), 'truncated'],
    ['cut in a header', Buffer.concat([header('a', '0', 0), Buffer.alloc(100)]), 'truncated'],
    ['cut in a long name', Buffer.concat([header('a', 'L', 300), Buffer.alloc(100)]), 'truncated'],
    ['cut behind a long name', Buffer.concat([header('a', 'L', 300), body('n'.repeat(300))]), 'truncated'],
    ['ended behind a long name', Buffer.concat([header('a', 'L', 300), body('n'.repeat(300)), end]), 'truncated'],
    ['a long name of a gigabyte', header('a', 'L', 0o7777777777), 'damaged'],
    ['rubbish after an entry', Buffer.concat([header('a', '0', 0), Buffer.alloc(512, 'x')]), 'damaged'],
    ['an impossible size', header('a', '0', 0, (block) => block.fill(0xff, 125, 136).writeUInt8(0x80, 124)), 'damaged'],
    ['a negative size', header('a', '0', 0, (block) => block.fill(0xff, 124, 136)), 'damaged'],
    ['an impossible pax size', Buffer.concat([header('p', 'x', 12), body('12 size=-50\n'), after]), 'damaged'],
    ['a broken pax record', Buffer.concat([header('p', 'x', 6), body('99 a=b'), after]), 'damaged'],
  ])('%s', async (_, bytes, kind) => {
    expect(await kindOf(bytes)).toBe(kind)
  })

  test('no bytes end in anything but entries or an ArchiveError', async () => {
    const valid = await packTar([
      { name: 'a', content: 'abc' },
      { name: 'x'.repeat(200), content: '' },
    ])
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(valid)
        for (const [at, byte] of changes) bytes[at] = byte
        expect(await kindOf(bytes)).toMatch(/^(nothing wrong|not-a-tar|truncated|damaged)$/)
      }),
      { numRuns: 200 },
    )
  })
})
