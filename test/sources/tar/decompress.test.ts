import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decompressed } from '../../../src/sources/tar/decompress.ts'
import { StreamBytes } from '../../../src/sources/tar/stream-bytes.ts'

const content = Buffer.from('content '.repeat(1000))

async function unpack(bytes: Buffer): Promise<string> {
  const unpacked = await decompressed(new StreamBytes(Readable.from([bytes])))
  const all = Buffer.from(await unpacked.bytes.take(content.length * 10))
  await unpacked.close()
  return all.toString()
}

test.each([1, 1000, 600_000])('%i zeros behind a gzip stream are padding, and hold nothing up', async (length) => {
  expect(await unpack(Buffer.concat([gzipSync(content), Buffer.alloc(length)]))).toBe(content.toString())
})

test('several gzip streams are one', async () => {
  const bytes = Buffer.concat([gzipSync(content), gzipSync(content)])
  expect(await unpack(bytes)).toBe(content.toString().repeat(2))
})

test('something else behind a gzip stream is damage', async () => {
  const bytes = Buffer.concat([gzipSync(content), Buffer.from('rubbish'.repeat(100))])
  await expect(unpack(bytes)).rejects.toMatchObject({ kind: 'damaged' })
})
