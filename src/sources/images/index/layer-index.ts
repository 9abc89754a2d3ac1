import { createHash } from 'node:crypto'
import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { LayerEntry } from '../../../image/model/image.ts'
import type { LayerFacts } from '../../../runtime/ports.ts'
import { limitDirectory } from '../../files/store/limit-directory.ts'
import { writeAtomically } from '../../files/store/write-atomically.ts'
import { readRegularFile } from '../../read-regular-file.ts'

/** The result of reading a layer: its entries, in the layer's order, and the facts about its bytes. */
export type IndexedLayer = { readonly entries: readonly LayerEntry[]; readonly facts: LayerFacts }

/**
 * Layers read before, on disk. A key names bytes that never change: a diff ID that was verified, else a place in a file
 * of known size and time. Images share the layers that they have in common; two processes may write at once.
 */
export interface LayerIndex {
  /** Null: not read before, or the file is damaged. Never throws. */
  read(key: string): Promise<IndexedLayer | null>
  /** Never throws: a layer that cannot be written is read from the image again. */
  write(key: string, layer: IndexedLayer): Promise<void>
}

const compress = promisify<Buffer, { level: number }, Buffer>(gzip)
const decompress = promisify<Buffer, Buffer>(gunzip)

/** An entry compresses to about ten bytes, so this is enough for a dozen large images. */
const mostBytes = 64 * 1024 * 1024
const formVersion = 2

/** `directory` comes into being with the first layer that is written. */
export function openLayerIndex(directory: string, { limit = mostBytes }: { readonly limit?: number } = {}): LayerIndex {
  const pathOf = (key: string): string => join(directory, `${createHash('sha256').update(key).digest('hex')}.json.gz`)
  return {
    async read(key) {
      try {
        const path = pathOf(key)
        // Gzip has a checksum: a damaged file does not unpack.
        const layer = decodeLayer(key, await decompress(readRegularFile(path, { most: mostBytes })))
        // The time of last use decides which indexes are removed when space is short.
        await utimes(path, new Date(), new Date())
        return layer
      } catch {
        return null
      }
    },
    async write(key, layer) {
      try {
        writeAtomically(pathOf(key), await compress(encodeLayer(key, layer), { level: 1 }))
        limitDirectory(directory, { now: Date.now(), mostBytes: limit })
      } catch {
        // On a full or read-only disk the layer is just not remembered.
      }
    },
  }
}

const encodeLayer = (key: string, { entries, facts }: IndexedLayer): Buffer =>
  Buffer.from(
    JSON.stringify({
      version: formVersion,
      key,
      facts,
      entries: entries.map(({ path, kind, size, mode, uid, gid, link, whiteout }) =>
        whiteout === null && link === ''
          ? [path, kind, size, mode, uid, gid]
          : [path, kind, size, mode, uid, gid, link, whiteout],
      ),
    }),
  )

type Row = readonly [string, LayerEntry['kind'], number, number, number, number, string?, LayerEntry['whiteout']?]

type Stored = {
  readonly version: unknown
  readonly key: unknown
  readonly facts: LayerFacts
  readonly entries: readonly Row[]
}

function decodeLayer(key: string, bytes: Buffer): IndexedLayer {
  const stored = JSON.parse(bytes.toString('utf8')) as Stored
  if (stored.version !== formVersion || stored.key !== key) throw new Error('written by another version')
  const entries = stored.entries.map(
    ([path, kind, size, mode, uid, gid, link = '', whiteout = null]): LayerEntry => ({
      path,
      kind,
      size,
      mode,
      uid,
      gid,
      link,
      whiteout,
    }),
  )
  return { entries, facts: stored.facts }
}
