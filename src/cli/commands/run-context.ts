import type { BuildRequest } from '../../session/build-request.ts'
import { readContext } from '../../sources/files/build/read-context.ts'
import type { ReportFormat } from '../arguments/invocation.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import { styleFor, write } from '../process/output.ts'
import { contextJson } from '../report/context-json.ts'
import { contextText } from '../report/context-text.ts'
import { readOnce, reportUnplanned } from './one-shot.ts'

export type ContextCommand = { readonly request: BuildRequest; readonly format: ReportFormat; readonly color: boolean }

/** Prints what the build contexts hold: which steps take each path, or which rule leaves it out. */
export async function runContext({ request, format, color }: ContextCommand): Promise<ExitCode> {
  const result = await readOnce(request, readContext)
  if (result.kind !== 'read') return reportUnplanned(result, request)
  const style = styleFor(process.stdout, process.env, { color })
  await write(process.stdout, format === 'json' ? `${contextJson(result)}\n` : contextText(result, style))
  return exitCodes.done
}
