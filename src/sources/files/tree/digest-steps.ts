import { createHash, hash as oneShotHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { errorCode } from '../read/context-failure.ts'
import { diskPath } from './file-name.ts'
import { newRecords, writeStats } from './file-stats.ts'
import { type DigestResult, type DigestTask, digestBytes } from './read-task.ts'

/** Reads and hashes files. Yields within large ones. */
export function* digestSteps({ directories, sizes }: DigestTask): Generator<void, DigestResult> {
  const result: Results = {
    stats: newRecords(sizes.length),
    digests: Buffer.allocUnsafeSlow(sizes.length * digestBytes),
    startedAt: new Float64Array(sizes.length),
    errors: [],
  }
  let file = 0
  for (const { path, names } of directories) {
    for (const name of names) {
      const size = sizes[file]!
      if (size < buffer.length) readSmall(result, file, `${path}/${name}`, size)
      else yield* readLarge(result, file, `${path}/${name}`, size)
      file++
    }
  }
  return result
}

type Results = DigestResult & { readonly digests: Buffer<ArrayBuffer>; readonly errors: (readonly [number, string])[] }

function readSmall(result: Results, file: number, path: string, size: number): void {
  const descriptor = open(result, file, path)
  if (descriptor === null) return
  try {
    writeDigest(result, file, digestOfSmall(descriptor, size))
  } catch (error) {
    result.errors.push([file, errorCode(error)])
  }
  close(result, file, descriptor)
}

function* readLarge(result: Results, file: number, path: string, size: number): Generator<void, void> {
  const descriptor = open(result, file, path)
  if (descriptor === null) return
  try {
    writeDigest(result, file, yield* digestOfLarge(descriptor, size))
  } catch (error) {
    result.errors.push([file, errorCode(error)])
  } finally {
    // Also when the caller gives up within the file.
    close(result, file, descriptor)
  }
}

function open(result: Results, file: number, path: string): number | null {
  result.startedAt[file] = Date.now()
  try {
    return openSync(diskPath(path), openFlags)
  } catch (error) {
    result.errors.push([file, errorCode(error)])
    return null
  }
}

/** Reads the metadata after the last byte: a write in between has left another time. */
function close(result: Results, file: number, descriptor: number): void {
  try {
    writeStats(result.stats, file, fstatSync(descriptor, { bigint: true }))
  } catch (error) {
    result.errors.push([file, errorCode(error)])
  }
  closeSync(descriptor)
}

const writeDigest = (result: Results, file: number, sha256: string) =>
  result.digests.write(sha256, file * digestBytes, digestBytes, 'latin1')

// A link that took the file's place is not followed, and a FIFO does not block.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
const openFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK

const buffer = Buffer.allocUnsafeSlow(256 * 1024)

/** sha256 of a file, a character for each byte. Reads one byte more than there was, so that it ends with any file. */
function digestOfSmall(descriptor: number, size: number): string {
  let length = 0
  let read: number
  do {
    read = readSync(descriptor, buffer, length, size + 1 - length, null)
    length += read
  } while (read > 0 && length < size)
  // One call instead of an object for each file: faster, and no garbage outside V8's sight.
  return oneShotHash('sha256', buffer.subarray(0, length), 'binary')
}

/** The same for files that take more than one read. */
function* digestOfLarge(descriptor: number, size: number): Generator<void, string> {
  const hash = createHash('sha256')
  let read: number
  for (let length = 0; length <= size; length += read) {
    read = readSync(descriptor, buffer, 0, buffer.length, null)
    if (read === 0) break
    hash.update(buffer.subarray(0, read))
    yield
  }
  return hash.digest('binary')
}
