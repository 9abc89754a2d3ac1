import type { BuildRequest } from '../../session/build-request.ts'
import { readPath } from '../../sources/files/build/read-context.ts'
import type { ReportFormat } from '../arguments/invocation.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import { styleFor, write } from '../process/output.ts'
import { pathJson } from '../report/path-json.ts'
import { pathText } from '../report/path-text.ts'
import { readOnce, reportUnplanned } from './one-shot.ts'

export type WhyCommand = {
  readonly request: BuildRequest
  /** Absolute paths that can be meant, the likeliest first. */
  readonly paths: readonly string[]
  readonly format: ReportFormat
  readonly color: boolean
}

/** Prints whether a path is sent, which steps read it, and what a change of it would re-run. */
export async function runWhy({ request, paths, format, color }: WhyCommand): Promise<ExitCode> {
  const result = await readOnce(request, (options) => readPath({ ...options, paths }))
  if (result.kind !== 'read') return reportUnplanned(result, request)
  const style = styleFor(process.stdout, process.env, { color })
  await write(process.stdout, format === 'json' ? `${pathJson(result)}\n` : pathText(result, style))
  return exitCodes.done
}
