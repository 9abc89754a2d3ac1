import { resolve } from 'node:path'
import type { Plan } from '../../cache/model/plan/plan.ts'
import type { BuildRequest } from '../../session/build-request.ts'
import { readBuild } from '../../sources/files/build/read-build.ts'
import { contextAbove } from '../../sources/files/dockerfiles/suggest-dockerfiles.ts'
import type { ReportFormat } from '../arguments/invocation.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import { styleFor, write } from '../process/output.ts'
import { planJson } from '../report/plan-json.ts'
import { planText } from '../report/plan-text.ts'
import { failureText } from '../report/problem-text.ts'
import { readOnce, reportUnplanned } from './one-shot.ts'

export type PlanReport = { readonly request: BuildRequest; readonly format: ReportFormat; readonly color: boolean }

/** Prints what a build would re-run now, once. */
export async function runPlan({ request, format, color }: PlanReport): Promise<ExitCode> {
  const result = await readOnce(request, readBuild)
  if (result.kind !== 'planned') return reportUnplanned(result, request)
  const style = styleFor(process.stdout, process.env, { color })
  await write(process.stdout, format === 'json' ? `${planJson(result.plan)}\n` : planText(result.plan, style))
  const above = lacksSources(result.plan)
    ? contextAbove(resolve(request.context, result.plan.dockerfile), request.context, process.cwd())
    : null
  if (above !== null) await write(process.stderr, failureText(above))
  return exitCodes.done
}

const lacksSources = ({ steps }: Plan): boolean =>
  steps.some(({ causes }) =>
    causes.some((cause) => cause.kind === 'error' && /not found|no such file/.test(cause.message)),
  )
