const unitOrder = ' kmgtp'

/**
 * Parses a size into bytes: `64m`, `1.5 GiB`, `1048576` (binary units); null for other text.
 * Source: docker/go-units: RAMInBytes.
 */
export function parseByteSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)*) ?([kKmMgGtTpP])?[iI]?[bB]?$/.exec(text)
  if (match === null || Number.isNaN(Number(match[1]))) return null
  const power = match[2] === undefined ? 0 : unitOrder.indexOf(match[2].toLowerCase())
  return Math.trunc(Number(match[1]) * 1024 ** power)
}
