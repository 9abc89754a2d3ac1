import type { LayerEntry } from '../../../image/model/image.ts'
import type { ImageProgress, LayerFacts, LayerHandle, LayerReading } from '../../../runtime/ports.ts'
import { decompressed, type Unpacked } from '../../tar/decompress.ts'
import { HashedBytes } from '../../tar/hashed-bytes.ts'
import type { LayerIndex } from '../index/layer-index.ts'
import { layerEntries } from './layer-entries.ts'
import { readLayerFile } from './layer-file.ts'
import type { OpenedFile, SavedFiles } from './saved-files.ts'

/** A layer among saved files. */
export type StoredLayer = { readonly files: SavedFiles; readonly name: string }

export type SavedLayerOptions = {
  readonly diffId: string
  /** Finds the layer; may take a while if the engine has to send the image first. */
  readonly locate: (report: (progress: ImageProgress) => void, signal: AbortSignal) => Promise<StoredLayer>
  /** The index of layers that were read before; null: none. */
  readonly index: LayerIndex | null
  /** Whether the location is worth remembering: a file lasts, a spool ends with the program. */
  readonly isLasting: boolean
  /** Words what went wrong with this layer. */
  readonly failure: (error: unknown) => unknown
}

/** The handle of a layer among saved files, wherever these come from. */
export function savedLayer(options: SavedLayerOptions): LayerHandle {
  const { locate, failure } = options
  return {
    entries: (reading) => readEntries(options, reading),
    async open(path, limit, signal) {
      try {
        const { files, name } = await locate(() => undefined, signal)
        return await readLayerFile(async () => unpack(await files.open(name)), { path, limit }, signal)
      } catch (error) {
        signal.throwIfAborted()
        throw failure(error)
      }
    },
  }
}

async function* readEntries(options: SavedLayerOptions, reading: LayerReading): AsyncGenerator<LayerEntry, void> {
  const { diffId, locate, index, isLasting, failure } = options
  const { signal, report, found } = reading
  try {
    const verified = await index?.read(diffId)
    if (verified !== null && verified !== undefined) {
      yield* verified.entries
      found(verified.facts)
      return
    }
    const { files, name } = await locate(report, signal)
    const place = files.identityOf(name)
    const known = isLasting && !reading.verify ? await index?.read(place) : null
    if (known !== null && known !== undefined) {
      yield* known.entries
      found(known.facts)
      return
    }
    const entries: LayerEntry[] = []
    const facts = yield* readStored({ files, name }, { ...reading, verify: reading.verify || !isLasting }, entries)
    found(facts)
    // Nobody waits for it: the next reading is the first that could need it.
    if (facts.diffId === diffId) void index?.write(diffId, { entries, facts })
    else if (isLasting) void index?.write(place, { entries, facts })
  } catch (error) {
    signal.throwIfAborted()
    throw failure(error)
  }
}

/** Reads the layer from its bytes; the entries that it yields are also collected in `entries`. */
async function* readStored(
  { files, name }: StoredLayer,
  { signal, verify, report }: LayerReading,
  entries: LayerEntry[],
): AsyncGenerator<LayerEntry, LayerFacts> {
  const size = await files.sizeOf(name)
  const file = await files.open(name, (done) => report({ phase: 'reading layers', done, total: size }))
  const layer = await unpack(file)
  try {
    // Bytes that have to be unpacked pass in any case.
    const hashed = verify || layer.compression !== 'none' ? new HashedBytes(layer.bytes) : null
    for await (const entry of layerEntries(hashed ?? layer.bytes)) {
      signal.throwIfAborted()
      entries.push(entry)
      yield entry
    }
    const digest = hashed === null ? null : await hashed.finish()
    return { compressedSize: layer.compression === 'none' ? null : size, diffId: digest }
  } finally {
    await layer.close()
  }
}

/** The unpacked bytes of a file; closing closes both. */
async function unpack(file: OpenedFile): Promise<Unpacked> {
  try {
    const unpacked = await decompressed(file.bytes)
    const close = async () => {
      await unpacked.close()
      await file.close()
    }
    return { ...unpacked, close }
  } catch (error) {
    await file.close()
    throw error
  }
}
