import { type DockerfilePlan, readPlans } from '../../sources/files/dockerfiles/read-plans.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import { styleFor, write } from '../process/output.ts'
import { plansJson } from '../report/plans-json.ts'
import { plansText } from '../report/plans-text.ts'
import { failureText } from '../report/problem-text.ts'
import { readOnce } from './one-shot.ts'
import type { PlanReport } from './run-plan.ts'

/** Prints for every Dockerfile below a directory what a build would re-run now, a line each. */
export async function runPlanAll({ request, format, color }: PlanReport): Promise<ExitCode> {
  const plans = await readOnce(request, async (options) => {
    const found: DockerfilePlan[] = []
    for await (const plan of readPlans(options)) found.push(plan)
    return found
  })
  if (plans.length === 0) {
    const nextStep = 'give the directory that holds the Dockerfiles'
    await write(
      process.stderr,
      failureText({ summary: `no Dockerfile below ${request.context}`, detail: '', nextStep }),
    )
    return exitCodes.failed
  }
  const style = styleFor(process.stdout, process.env, { color })
  await write(process.stdout, format === 'json' ? `${plansJson(plans)}\n` : plansText(plans, style))
  return exitCodes.done
}
