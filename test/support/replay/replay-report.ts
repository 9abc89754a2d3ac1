import type { Plan } from '../../../src/cache/model/plan/plan.ts'
import { causeLabel } from '../../../src/messages/causes/cause-label.ts'
import type { ReplayedCommit } from './replay-history.ts'

/** One commit as a few lines: how much of a build re-runs, then which steps and why. */
export function commitText({ commit, prediction, real, agreement }: ReplayedCommit): string {
  const head = `${commit.id.slice(0, 10)} ${commit.subject}`
  if (prediction === null) return `${head}\n    no Dockerfile here`
  if (prediction.plan === null) return `${head}\n    would fail: ${prediction.error}`
  const lines = [head, `    ${summaryOf(prediction.plan)}`, ...changedSteps(prediction.plan)]
  if (real !== null && !real.ok) lines.push(`    really failed: ${real.error.split('\n')[0]}`)
  for (const text of agreement?.disagreements ?? []) lines.push(`    WRONG: ${text}`)
  return lines.join('\n')
}

function summaryOf({ summary, steps }: Plan): string {
  const parts = [`${summary.rebuilt} of ${steps.length} steps re-run`]
  if (summary.depends > 0) parts.push(`${summary.depends} depend on a stage that does`)
  if (summary.fails > 0) parts.push('the build would fail')
  return parts.join(', ')
}

const changedSteps = (plan: Plan): readonly string[] =>
  plan.steps
    .filter(({ status }) => status !== 'cached')
    .map((step) => `      ${step.status.padEnd(8)} ${step.vertex.split('\n')[0]}   ${causeLabel(step, plan)}`)
