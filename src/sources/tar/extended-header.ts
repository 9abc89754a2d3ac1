import { ArchiveError } from './archive-error.ts'
import { decodeText } from './decode-text.ts'

/**
 * Reads the records of a pax extended header: `<length> <key>=<value>\n`, the length counting the whole record.
 * (POSIX pax interchange format.) Throws ArchiveError.
 */
export function readPaxRecords(body: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>()
  let at = 0
  while (at < body.length && body[at] !== 0) {
    const space = body.indexOf(32, at)
    const length = space === -1 ? Number.NaN : Number(body.toString('latin1', at, space))
    const end = at + length
    const equals = body.indexOf(61, space)
    if (!Number.isInteger(length) || end > body.length || equals === -1 || equals >= end) {
      throw new ArchiveError('damaged', 'an extended header cannot be read')
    }
    records.set(body.toString('utf8', space + 1, equals), decodeText(body, equals + 1, end - 1))
    at = end
  }
  return records
}

/** A size in an extended header; undefined if there is none. Throws ArchiveError if it is not a valid size. */
export function paxSize(records: ReadonlyMap<string, string>, key: string): number | undefined {
  const text = records.get(key)
  if (text === undefined) return undefined
  const size = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(size)) {
    throw new ArchiveError('damaged', 'an entry has an impossible size')
  }
  return size
}
