import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { linkSources } from '../../context/tree/hard-links.ts'
import type { ClassicGraph } from '../model/build-graph.ts'
import { daemonInForce } from '../model/daemon-features.ts'
import type { Plan, PlanStep } from '../model/plan.ts'
import type { SimulationInput } from '../model/simulation.ts'
import { daemonWarning } from '../plan/daemon-warning.ts'
import { summarize } from '../plan/summarize.ts'
import type { ExplainedOutcome } from './explained-outcome.ts'
import { idleFlags, isUrl } from './model/copy-request.ts'
import type { StepOutcome } from './model/step-outcome.ts'

/** Puts a build's outcomes into a plan. */
export function classicPlan(
  { graph, rules, shown }: SimulationInput<ClassicGraph>,
  explained: readonly ExplainedOutcome[],
  context: DirectoryEntry | null,
): Plan {
  const steps = explained.map((one) => planStep(one, graph.build.options.noCache))
  return {
    ...shown,
    target: graph.target,
    rules: { builder: rules.builder, frontend: 'classic', ...daemonInForce(rules.daemon) },
    stages: graph.stages,
    steps,
    metadata: [],
    summary: summarize(steps),
    warnings: [...daemonWarning(rules), ...warningsOf(graph, explained, context)],
  }
}

function planStep({ outcome, causes, note: remark }: ExplainedOutcome, noCache: boolean): PlanStep {
  const { step, status } = outcome
  const { instruction } = step
  const note = noteOf(outcome, noCache) ?? remark
  return {
    id: step.id,
    vertex: step.name,
    stage: step.stage,
    stageIndex: step.stageIndex,
    line: instruction.line,
    endLine: instruction.endLine,
    instruction: instruction.keyword.toUpperCase(),
    text: instruction.text,
    layer: ['run', 'copy', 'add', 'workdir'].includes(instruction.keyword),
    status,
    causes,
    keyedBy: keyedBy(outcome),
    ...(note === null ? {} : { note }),
  }
}

function keyedBy({ step }: StepOutcome): string {
  if (step.role === 'global') return 'nothing: it makes no image and is read anew in every build'
  switch (step.instruction.keyword) {
    case 'from':
      return 'the ID of the image it starts from'
    case 'run':
      return 'the image before it, its command line and the build arguments it sees'
    case 'copy':
    case 'add':
      return 'the image before it, its destination, --chown and the sum of each file with its path, mode and content'
    case 'arg':
      return 'the image before it and its text, default value included, but not the value of --build-arg'
    default:
      return 'the image before it and its text with variables filled in'
  }
}

function noteOf({ status, unfindable, content, source, parent }: StepOutcome, noCache: boolean): string | null {
  if (unfindable && !noCache)
    return 'It runs in every build: it takes a setting away that the daemon fills in again from the image below, so that the cache never matches'
  if (status !== 'depends') return null
  if (content?.kind === 'url')
    return 'Depends on what is downloaded: cached if it is what was built before, re-run if not'
  if (content?.kind === 'image') {
    const from = source?.vertex ?? 'the image'
    if (parent?.brokenBy != null)
      return `Stays cached if the step above it does and what it takes of ${from} comes out equal; re-runs if not`
    return `Depends on what ${from} produces: cached if the files it takes come out equal, re-run if not`
  }
  return 'Stays cached if the step above it does; re-runs if not'
}

function warningsOf(
  graph: ClassicGraph,
  explained: readonly ExplainedOutcome[],
  context: DirectoryEntry | null,
): readonly string[] {
  const warnings: string[] = []
  for (const { instruction } of graph.build.steps) {
    const { keyword, flags, heredocs, line } = instruction
    const idle = idleFlags.filter((name) => flags.some((flag) => flag.slice(2).split('=')[0] === name))
    if (idle.length > 0)
      warnings.push(
        `Line ${line}: the classic builder takes ${idle.map((name) => `--${name}`).join(' and ')} and ignores it`,
      )
    if (keyword === 'run' && heredocs.length > 0)
      warnings.push(`Line ${line}: the classic builder runs the line without the text of its heredoc`)
  }
  for (const { outcome } of explained) {
    if (outcome.base !== null && outcome.base.identity === null)
      warnings.push(`${outcome.base.ref}: no engine told what it holds; it counts as unchanged`)
    for (const url of outcome.request?.copy?.sources.filter(isUrl) ?? [])
      warnings.push(`${url}: a build downloads it anew; here it counts as unchanged`)
  }
  const [linked] = context === null || !graph.usesContext ? [] : [...linkSources(context)]
  if (linked !== undefined)
    warnings.push(
      `Of a file with several names only the first counts by content: ${linked[0]} is sent as a link to ${linked[1]}`,
    )
  return [...new Set(warnings)]
}
