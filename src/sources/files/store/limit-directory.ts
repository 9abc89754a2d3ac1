import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const keptDays = 90

/**
 * Limits a cache directory. Files that were not used for a quarter of a year are removed, then the least recently used
 * ones until the rest takes at most `mostBytes`. Never throws.
 *
 * @param now milliseconds since 1970
 */
export function limitDirectory(
  directory: string,
  { now, mostBytes = Number.POSITIVE_INFINITY }: { readonly now: number; readonly mostBytes?: number },
): void {
  try {
    const files = readdirSync(directory).map((name) => {
      const { size, mtimeMs } = statSync(join(directory, name))
      return { path: join(directory, name), size, mtimeMs }
    })
    let total = files.reduce((sum, { size }) => sum + size, 0)
    for (const { path, size, mtimeMs } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= mostBytes && now - mtimeMs <= keptDays * 24 * 3600 * 1000) return
      rmSync(path, { force: true })
      total -= size
    }
  } catch {
    // Another run tidies at the same time, or the directory is not ours to tidy.
  }
}
