import { pathKind } from '../../src/cli/process/path-kind.ts'
import type { LayerEntry } from '../../src/image/model/image.ts'
import { parseImageReference } from '../../src/image/model/image-reference.ts'
import type { ImageHandle, ImageProgress, ImageSource, LayerFacts } from '../../src/runtime/ports.ts'

const forever = new AbortController().signal

/** Opens an image by what a person would write. */
export const openImage = (source: ImageSource, text: string, signal = forever): Promise<ImageHandle> =>
  source.open(parseImageReference(text, pathKind), signal)

export type LayerReadOptions = {
  readonly signal?: AbortSignal
  readonly verify?: boolean
  readonly report?: (progress: ImageProgress) => void
  readonly found?: (facts: LayerFacts) => void
}

/** All entries of one layer. */
export async function entriesOfLayer(
  handle: ImageHandle,
  layer: number,
  { signal = forever, verify = false, report = () => undefined, found = () => undefined }: LayerReadOptions = {},
): Promise<readonly LayerEntry[]> {
  const entries: LayerEntry[] = []
  for await (const entry of handle.layers[layer]!.entries({ signal, verify, report, found })) entries.push(entry)
  return entries
}

/** All entries of all layers, lowest first. */
export async function entriesOfImage(
  handle: ImageHandle,
  options: LayerReadOptions = {},
): Promise<readonly (readonly LayerEntry[])[]> {
  const layers: (readonly LayerEntry[])[] = []
  for (const layer of handle.layers.keys()) layers.push(await entriesOfLayer(handle, layer, options))
  return layers
}

/** The start of a file as a layer has it, as text. */
export async function textOfFile(handle: ImageHandle, layer: number, path: string, limit = 100): Promise<string> {
  return Buffer.from(await handle.layers[layer]!.open(path, limit, forever)).toString()
}
