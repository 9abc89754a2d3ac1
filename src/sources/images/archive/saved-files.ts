import type { ByteSource } from '../../tar/byte-source.ts'

/** A file of a saved image, opened for one reading. */
export type OpenedFile = { readonly bytes: ByteSource; readonly close: () => Promise<void> }

/** The files that saved images consist of: members of an archive, or files of a layout directory. */
export interface SavedFiles {
  /** Stored bytes of the file, links followed; null: the file does not exist. */
  sizeOf(name: string): Promise<number | null>
  /**
   * A file that can be read from front to back. `passed` is called from time to time with the number of bytes read.
   * Throws ArchiveError `missing-blob` if the file does not exist.
   */
  open(name: string, passed?: (done: number) => void): Promise<OpenedFile>
  /** Identifies the bytes among all that the file may have had; the key for a stored index. */
  identityOf(name: string): string
}

/** A configuration with a long history takes about 100 kB; a longer document cannot be one. */
export const longestDocument = 16 * 1024 * 1024
