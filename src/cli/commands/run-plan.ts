import type { BuildRequest } from '../../session/build-request.ts'
import { readBuild } from '../../sources/files/build/read-build.ts'
import type { ReportFormat } from '../arguments/invocation.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import { styleFor, write } from '../process/output.ts'
import { planJson } from '../report/plan-json.ts'
import { planText } from '../report/plan-text.ts'
import { readOnce, reportUnplanned } from './one-shot.ts'

export type PlanReport = { readonly request: BuildRequest; readonly format: ReportFormat; readonly color: boolean }

/** Prints what a build would re-run now, once. */
export async function runPlan({ request, format, color }: PlanReport): Promise<ExitCode> {
  const result = await readOnce(request, readBuild)
  if (result.kind !== 'planned') return reportUnplanned(result)
  const style = styleFor(process.stdout, process.env, { color })
  await write(process.stdout, format === 'json' ? `${planJson(result.plan)}\n` : planText(result.plan, style))
  return exitCodes.done
}
