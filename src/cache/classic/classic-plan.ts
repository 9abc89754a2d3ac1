import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { linkSources } from '../../context/tree/hard-links.ts'
import type { Instruction } from '../../dockerfile/parser/instruction.ts'
import type { ClassicGraph } from '../model/build-graph.ts'
import { daemonInForce } from '../model/daemon-features.ts'
import type { ClassicKey } from '../model/plan/key-inputs.ts'
import type { Plan, PlanStep } from '../model/plan/plan.ts'
import type { PlanWarning } from '../model/plan/plan-warning.ts'
import type { Pointer } from '../model/plan/pointer.ts'
import type { StepNote } from '../model/plan/step-note.ts'
import type { SimulationInput } from '../model/simulation.ts'
import { daemonWarning } from '../plan/plan-warnings.ts'
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
  const note = statusNote(outcome, noCache) ?? remark
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
    keyedBy: { kind: 'classic', step: keyOf(outcome) },
    ...(note === null ? {} : { note }),
  }
}

function keyOf({ step }: StepOutcome): ClassicKey {
  if (step.role === 'global') return 'global'
  const { keyword } = step.instruction
  switch (keyword) {
    case 'from':
    case 'run':
    case 'copy':
    case 'arg':
      return keyword
    case 'add':
      return 'copy'
    default:
      return 'other'
  }
}

function statusNote(outcome: StepOutcome, noCache: boolean): StepNote | null {
  const { status, unfindable, content, source, parent } = outcome
  if (unfindable && !noCache) return { kind: 'never-found' }
  if (status !== 'depends') return null
  const above = parent?.brokenBy == null ? null : stepPointer(parent.brokenBy)
  if (content?.kind === 'url') {
    const urls = outcome.request?.copy?.sources.filter(isUrl) ?? []
    return { kind: 'depends', parent: above, sources: urls.map((url) => ({ kind: 'remote', source: url })) }
  }
  return { kind: 'depends', parent: above, sources: source === null ? [] : [stepPointer(source.id)] }
}

const stepPointer = (id: string): Pointer => ({ kind: 'step', id })

function warningsOf(
  graph: ClassicGraph,
  explained: readonly ExplainedOutcome[],
  context: DirectoryEntry | null,
): readonly PlanWarning[] {
  const unknown = explained.flatMap(({ outcome: { base } }) => (base?.identity === null ? [base.ref] : []))
  const urls = explained.flatMap(({ outcome }) => outcome.request?.copy?.sources.filter(isUrl) ?? [])
  const [linked] = context === null || !graph.usesContext ? [] : [...linkSources(context)]
  return [
    ...graph.build.steps.flatMap(({ instruction }) => ignoredParts(instruction)),
    ...(unknown.length > 0 ? [{ kind: 'unknown-images', references: [...new Set(unknown)] } as const] : []),
    ...[...new Set(urls)].map((url) => ({ kind: 'download', url }) as const),
    ...(linked === undefined ? [] : [{ kind: 'hard-link', path: linked[0], first: linked[1] } as const]),
  ]
}

/** The parts of an instruction that the classic builder reads and does not use. */
function ignoredParts({ keyword, flags, heredocs, line }: Instruction): readonly PlanWarning[] {
  const idle = idleFlags.filter((name) => flags.some((flag) => flag.slice(2).split('=')[0] === name))
  return [
    ...(idle.length > 0 ? [{ kind: 'ignored-flags', line, flags: idle.map((name) => `--${name}`) } as const] : []),
    ...(keyword === 'run' && heredocs.length > 0 ? [{ kind: 'ignored-heredoc', line } as const] : []),
  ]
}
