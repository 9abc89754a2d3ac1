import type { LayerSummary } from '../../image/model/image.ts'

/** A layer by what made it; where the image has no history, by the start of its diff ID. */
export function nameLayer({ command, diffId }: LayerSummary): string {
  return command === '' ? `${diffId.replace(/^sha256:/, '').slice(0, 12)} (no history)` : command
}
