import type { FileRecords } from './file-stats.ts'

/** Work for a thread, as plain data that travels between threads. Paths of directories are absolute. */
export type ReadTask = ListTask | StatTask | DigestTask

/** Reads the names in directories and their metadata. */
export type ListTask = { readonly kind: 'list'; readonly directories: readonly string[] }

/** The metadata of some paths in one directory. */
export type StatTask = { readonly kind: 'stat'; readonly directory: string; readonly names: readonly string[] }

/** The content of files, and their metadata after it was read. Files are numbered through all directories. */
export type DigestTask = {
  readonly kind: 'digest'
  readonly directories: readonly { readonly path: string; readonly names: readonly string[] }[]
  /** Bytes that each file had when it was last looked at. */
  readonly sizes: readonly number[]
}

export type ReadResult<Task extends ReadTask = ReadTask> = Task extends ListTask
  ? ListResult
  : Task extends StatTask
    ? StatResult
    : DigestResult

export type ListResult = { readonly listings: readonly Listing[]; readonly stats: FileRecords }

export type Listing = {
  /** In byte order. */
  readonly names: readonly string[]
  /** Number of the first name's record; null: there are too many names, so their metadata was not read. */
  readonly first: number | null
  /** Error code: the directory cannot be listed. */
  readonly unreadable?: string
}

export type StatResult = { readonly stats: FileRecords }

export type DigestResult = {
  /** For `statsAt`, by the file's number. Zeros: it could not be opened. */
  readonly stats: FileRecords
  /** The first 16 bytes of each file's sha256, and the time at which reading it began. */
  readonly digests: Uint8Array<ArrayBuffer>
  readonly startedAt: Float64Array<ArrayBuffer>
  /** Error codes of files that could not be opened or read. */
  readonly errors: readonly (readonly [file: number, code: string])[]
}

export const digestBytes = 16
