import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { LayerEntry } from '../../../image/model/image.ts'

/**
 * Entries of layers read before. A layer's diff ID is the hash of its bytes, so what was once read stays true; getting
 * it again takes the engine seconds to minutes, since it packs whole images only. Layers that images share are kept once.
 */
export type LayerCache = {
  /** All layers, or null where one is missing. Never fails: what cannot be read is missing. */
  read(diffIds: readonly string[]): Promise<readonly (readonly LayerEntry[])[] | null>
  /** Never fails: what cannot be written will be read from the engine again. */
  write(diffIds: readonly string[], layers: readonly (readonly LayerEntry[])[]): Promise<void>
}

const compress = promisify<Buffer, { level: number }, Buffer>(gzip)
const decompress = promisify<Buffer, Buffer>(gunzip)

/** Entries compress to about ten bytes each: this is room for a dozen large images. */
const mostBytes = 64 * 1024 * 1024
const formVersion = 1

/** `folder` comes into being with the first layer that is written. */
export function openLayerCache(directory: string, { limit = mostBytes }: { readonly limit?: number } = {}): LayerCache {
  const pathOf = (diffId: string): string => join(directory, `${diffId.replace(/[^\w]/g, '-')}.json.gz`)
  const readOne = async (diffId: string): Promise<readonly LayerEntry[]> => {
    const entries = decodeLayer(await decompress(await readFile(pathOf(diffId))))
    // The time of last use decides what goes when space is short.
    await utimes(pathOf(diffId), new Date(), new Date())
    return entries
  }
  const writeOne = async (diffId: string, entries: readonly LayerEntry[]): Promise<void> => {
    const part = `${pathOf(diffId)}.${randomUUID()}`
    await writeFile(part, await compress(encodeLayer(entries), { level: 1 }))
    await rename(part, pathOf(diffId))
  }
  return {
    async read(diffIds) {
      try {
        return await Promise.all(diffIds.map(readOne))
      } catch {
        return null
      }
    },
    async write(diffIds, layers) {
      try {
        await mkdir(directory, { recursive: true })
        for (const [i, entries] of layers.entries()) await writeOne(diffIds[i]!, entries)
        await makeRoom(directory, limit)
      } catch {
        // A full or read-only disk costs the memory of this image, nothing else.
      }
    },
  }
}

const encodeLayer = (entries: readonly LayerEntry[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      version: formVersion,
      entries: entries.map(({ path, kind, size, mode, uid, gid, link, whiteout }) =>
        whiteout === null && link === ''
          ? [path, kind, size, mode, uid, gid]
          : [path, kind, size, mode, uid, gid, link, whiteout],
      ),
    }),
  )

type Row = readonly [string, LayerEntry['kind'], number, number, number, number, string?, LayerEntry['whiteout']?]

function decodeLayer(bytes: Buffer): readonly LayerEntry[] {
  const { version, entries } = JSON.parse(bytes.toString('utf8')) as { version: unknown; entries: readonly Row[] }
  if (version !== formVersion) throw new Error('written by another version')
  return entries.map(([path, kind, size, mode, uid, gid, link = '', whiteout = null]) => ({
    path,
    kind,
    size,
    mode,
    uid,
    gid,
    link,
    whiteout,
  }))
}

/** Removes what was not used for longest until the rest fits. */
async function makeRoom(directory: string, limit: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(directory)).map(async (name) => {
      const { size, mtimeMs } = await stat(join(directory, name))
      return { path: join(directory, name), size, mtimeMs }
    }),
  )
  let total = files.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= limit) return
    await rm(path)
    total -= size
  }
}
