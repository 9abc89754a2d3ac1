import { setImmediate } from 'node:timers/promises'
import { type Failure, PartFailureError } from '../../../diagnostics/failure.ts'
import { createDiveCount } from '../../../image/analysis/dive-count.ts'
import { measureWaste } from '../../../image/analysis/waste.ts'
import type { LayerEntry } from '../../../image/model/image.ts'
import type { ImageWarning } from '../../../image/model/image-warning.ts'
import { emptyTree, growTree } from '../../../image/tree/grow-tree.ts'
import type { ImageTree } from '../../../image/tree/image-tree.ts'
import type {
  ImageContents,
  ImageHandle,
  ImageProgress,
  ImageReading,
  LayerFacts,
  LayerHandle,
} from '../../../runtime/ports.ts'

export type ReadOptions = ImageReading & {
  readonly signal: AbortSignal
  /** Whether the digest of every layer is checked, even if names and sizes are known without its bytes. */
  readonly verify: boolean
}

/**
 * Reads all layers of an image, lowest first, and merges them into one tree, with pauses for the rest of the program. A
 * layer that cannot be read does not hide the others. Throws FailureError if the image cannot be read at all.
 */
export async function readImage(handle: ImageHandle, reading: ReadOptions): Promise<ImageContents> {
  const { signal, report, layerRead } = reading
  const dive = createDiveCount()
  const layers: (LayerFacts | null)[] = []
  const warnings: ImageWarning[] = []
  let tree = emptyTree()
  for (const [layer, source] of handle.layers.entries()) {
    const progress = (told: ImageProgress) =>
      report({ ...told, phase: `${told.phase}, ${layer + 1} of ${handle.layers.length}` })
    const read = await readLayer(source, { ...reading, report: progress })
    tree = await growInSlices(tree, read.entries, signal)
    dive.add(read.entries)
    layers.push(read.facts)
    const { diffId } = handle.image.layers[layer]!
    if (read.failure !== null) {
      warnings.push({ kind: 'unreadable-layer', layer, why: read.failure.summary, detail: read.failure.detail })
    } else if (read.facts !== null && read.facts.diffId !== null && read.facts.diffId !== diffId) {
      warnings.push({ kind: 'other-diff-id', layer, found: read.facts.diffId })
    }
    layerRead(tree)
  }
  return { tree, waste: measureWaste(tree, dive.figures()), layers, warnings }
}

type LayerContents = {
  readonly entries: readonly LayerEntry[]
  readonly facts: LayerFacts | null
  readonly failure: Failure | null
}

async function readLayer(
  source: LayerHandle,
  { signal, verify, report }: Omit<ReadOptions, 'layerRead'>,
): Promise<LayerContents> {
  const entries: LayerEntry[] = []
  let facts: LayerFacts | null = null
  try {
    const found = (told: LayerFacts) => {
      facts = told
    }
    for await (const entry of source.entries({ signal, verify, report, found })) entries.push(entry)
    return { entries, facts, failure: null }
  } catch (error) {
    if (!(error instanceof PartFailureError)) throw error
    return { entries, facts: null, failure: error.failure }
  }
}

async function growInSlices(tree: ImageTree, entries: readonly LayerEntry[], signal: AbortSignal): Promise<ImageTree> {
  const growing = growTree(tree, entries)
  for (;;) {
    const step = growing.next()
    if (step.done === true) return step.value
    await setImmediate()
    signal.throwIfAborted()
  }
}
