import type { BuildRequest } from '../../session/build-request.ts'
import { recordBaseline } from '../../sources/files/build/record-baseline.ts'
import { countOf } from '../../text/format-count.ts'
import { printable } from '../../text/printable.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import { write } from '../process/output.ts'
import { readOnce, reportUnplanned } from './one-shot.ts'

/** Adds what a build of the present state leaves behind to a baseline file, and says how many builds the file knows now. */
export async function runRecord(request: BuildRequest, output: string): Promise<ExitCode> {
  const result = await readOnce(request, (options) => recordBaseline({ ...options, file: output, now: new Date() }))
  if (result.kind !== 'planned') return reportUnplanned(result, request)
  await write(process.stdout, `${printable(`recorded: ${output} (${countOf(result.after.builds, 'build')} known)`)}\n`)
  if (result.sent) {
    const warning = `${output} is part of the context: steps that copy it re-run after each record`
    await write(process.stderr, `${printable(warning)}\n  keep it elsewhere, or add it to the ignore file\n`)
  }
  return exitCodes.done
}
