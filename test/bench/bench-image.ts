import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dockerArchive } from '../support/image-archive.ts'

/** An image of many small files in a saved archive. */
export type BenchImage = { readonly archive: string; readonly files: number; remove(): void }

const layers = 4
const directories = 40
const filesPerDirectory = 25
const filesPerLayer = directories * filesPerDirectory

/** Writes the archive: four layers of a thousand files each, every layer with directories of its own. */
export async function makeImage(): Promise<BenchImage> {
  const directory = mkdtempSync(join(tmpdir(), 'layertui-bench-image-'))
  const archive = join(directory, 'image.tar')
  const lines = Array.from({ length: layers }, (_, layer) => ({
    command: `RUN make part${layer}`,
    layer: Array.from({ length: filesPerLayer }, (__, index) => `${pathOf(layer, index)} ${100 + index}`).join('\n'),
  }))
  writeFileSync(archive, await dockerArchive(lines, { tag: 'bench:files' }))
  return { archive, files: layers * filesPerLayer, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

function pathOf(layer: number, index: number): string {
  return `usr/lib/part${layer}/d${Math.floor(index / filesPerDirectory)}/module-${index}.js`
}
