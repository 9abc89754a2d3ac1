import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const keptDays = 90

/** Removes files of a cache folder that nothing has read or written for a quarter of a year. Never throws. */
export function forgetUnused(directory: string, now: number): void {
  try {
    for (const name of readdirSync(directory)) {
      const path = join(directory, name)
      if (now - statSync(path).mtimeMs > keptDays * 24 * 3600 * 1000) rmSync(path, { force: true })
    }
  } catch {
    // Another run tidies at the same time, or the folder is not ours to tidy.
  }
}
