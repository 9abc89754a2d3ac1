import type { FileEntry } from '../../../context/tree/entry.ts'

/**
 * Entries hashed in the clock tick of their last change: a second change in the same tick would leave the same stamp.
 * They are neither remembered nor taken for unchanged. Git's index calls them racily clean.
 */
const racyEntries = new WeakSet<FileEntry>()

export const isRacy = (entry: FileEntry): boolean => racyEntries.has(entry)

export function markRacy(entry: FileEntry): void {
  racyEntries.add(entry)
}
