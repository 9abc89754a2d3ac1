import type { WorkbenchInvocation } from '../arguments/invocation.ts'
import { hasTerminal, openWorkbench } from './open-workbench.ts'
import { runPlan } from './run-plan.ts'

/** The workbench on a context; without a terminal its plan as text. */
export async function runWorkbench(invocation: WorkbenchInvocation): Promise<number> {
  return hasTerminal() ? openWorkbench(invocation) : runPlan({ ...invocation, format: 'text' })
}
