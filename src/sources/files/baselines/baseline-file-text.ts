import { statSync } from 'node:fs'
import { FailureError } from '../../../diagnostics/failure.ts'
import { mebibyte, readRegularFile } from '../../read-regular-file.ts'
import { errorCode } from '../read/context-failure.ts'

/** A baseline of 100,000 files takes some 20 MiB. */
const mostBytes = 256 * mebibyte

/** Reads a whole baseline file. Throws `FailureError` if it is missing or cannot be read. */
export function readBaselineText(path: string): string {
  try {
    return readRegularFile(path, { most: mostBytes }).toString('utf8')
  } catch (error) {
    const code = errorCode(error)
    throw new FailureError(
      {
        kind: code === 'ENOENT' ? 'no-baseline' : 'baseline-unreadable',
        summary: code === 'ENOENT' ? `baseline ${path} does not exist` : `baseline ${path} cannot be read (${code})`,
        detail: '',
        nextStep: `record one: layertui record -o ${path}`,
      },
      { cause: error },
    )
  }
}

/** Changes each time that the file is written. */
export function stampOf(path: string): string {
  try {
    const { mtimeNs, ctimeNs, size, ino } = statSync(path, { bigint: true })
    return [mtimeNs, ctimeNs, size, ino].join(' ')
  } catch {
    return 'missing'
  }
}
