import { newRecords, writeLstat } from './file-stats.ts'
import { listDirectory } from './list-directory.ts'
import type { Listing, ListResult, ListTask, StatResult, StatTask } from './read-task.ts'

/** About 2 ms. A larger directory is read in parts, and its ignored entries are skipped. */
export const namesInOneGo = 512

/**
 * Lists directories and reads the metadata of their names; of a directory with more than `namesInOneGo` names only the
 * names. Does not throw: an unreadable directory is part of the result.
 */
export function listAndLook({ directories }: ListTask): ListResult {
  const listings: Listing[] = []
  let count = 0
  for (const directory of directories) {
    const names = listDirectory(directory)
    if (typeof names === 'string') listings.push({ names: [], first: null, unreadable: names })
    else if (names.length > namesInOneGo) listings.push({ names, first: null })
    else {
      listings.push({ names, first: count })
      count += names.length
    }
  }
  const stats = newRecords(count)
  for (const [index, { names, first }] of listings.entries()) {
    if (first !== null)
      for (const [at, name] of names.entries()) writeLstat(stats, first + at, below(directories[index]!, name))
  }
  return { listings, stats }
}

/** Reads the metadata of names in one directory. */
export function lookAt({ directory, names }: StatTask): StatResult {
  const stats = newRecords(names.length)
  for (const [at, name] of names.entries()) writeLstat(stats, at, below(directory, name))
  return { stats }
}

const below = (directory: string, name: string): string => (directory === '/' ? `/${name}` : `${directory}/${name}`)
