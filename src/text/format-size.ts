/**
 * Bytes in three significant digits and decimal units, as `docker` prints them: `812 B`, `2.14 kB`, `12.3 MB`, `184
 * MB`.
 *
 * @param bytes zero or more
 */
export function formatSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (unit < units.length - 1 && Number(value.toPrecision(3)) >= 1000) {
    value /= 1000
    unit++
  }
  if (unit === 0) return `${Math.round(value)} B`
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
  return `${value.toFixed(decimals)} ${units[unit]}`
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
