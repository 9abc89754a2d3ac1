import type { ByteSource } from '../../tar/byte-source.ts'

/** A file of a saved image, opened for one reading. */
export type OpenedFile = { readonly bytes: ByteSource; readonly close: () => Promise<void> }

/** The files that saved images consist of: members of an archive, or files of a layout directory. */
export interface SavedFiles {
  /** Bytes that the file takes where it stands, links followed; null: there is no such file. */
  sizeOf(name: string): Promise<number | null>
  /**
   * A file that may be read from front to back; `passed` is told now and then how many bytes were. Throws ArchiveError
   * `missing-blob` where there is none.
   */
  open(name: string, passed?: (done: number) => void): Promise<OpenedFile>
  /** What tells these bytes from all others that the file may have had: for an index that is kept. */
  identityOf(name: string): string
}

/** Configurations with long histories take some 100 kB; a document this long is none. */
export const longestDocument = 16 * 1024 * 1024
