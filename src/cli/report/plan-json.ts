import type { Cause, Plan, PlanStep } from '../../cache/model/plan/plan.ts'
import { explainKey } from '../../messages/explain-key.ts'
import { explainNote } from '../../messages/explain-note.ts'
import { warningLines } from '../../messages/explain-warning.ts'
import { changeName, instructionTexts } from '../../messages/names/describe-instruction.ts'
import { stepAt, vertexOf } from '../../messages/names/name-step.ts'
import { jsonText } from './json-text.ts'

/** Version of the object below. A field may be added within a version; none is renamed, removed or given another meaning. */
const schemaVersion = 1

/**
 * The plan as one JSON object, for programs.
 *
 * @returns indented JSON without a final newline; characters that could steer a terminal are written as escapes
 */
export function planJson(plan: Plan): string {
  const { dockerfile, context, target, baseline, rules, stages, steps, metadata, summary } = plan
  const report = {
    schemaVersion,
    dockerfile,
    context,
    target,
    baseline,
    rules,
    steps: steps.map((step) => stepJson(step, plan)),
    metadata,
    stages,
    summary,
    warnings: warningLines(plan),
    warningDetails: plan.warnings,
  }
  return jsonText(report)
}

/** A step with its causes and names; sentences stand beside the data that they are made from (`noteDetails`, `key`). */
function stepJson(step: PlanStep, plan: Plan): object {
  const { vertex, stage, line, instruction, text, layer, status, causes, note, keyedBy, sharedWith, ...more } = step
  const twin = plan.steps.find(({ id }) => id === sharedWith)
  return {
    vertex,
    stage,
    line,
    instruction,
    text,
    layer,
    status,
    causes: causes.map((cause) => causeJson(cause, plan)),
    ...more,
    ...(note === undefined ? {} : { note: explainNote(note, plan), noteDetails: note }),
    keyedBy: explainKey(keyedBy),
    key: keyedBy,
    // A step and its twin have one vertex.
    ...(twin === undefined ? {} : { sharedWith: twin.vertex, sharedWithId: twin.id }),
  }
}

/** A cause under the field names of `docs/json.md`. Pointers are vertex names, with the step's id beside them. */
export function causeJson(cause: Cause, plan: Plan): object {
  switch (cause.kind) {
    case 'instruction':
      return { kind: cause.kind, ...instructionTexts(cause), change: changeName(cause) }
    case 'rule':
      return { kind: 'argument', name: ruleOptions[cause.rule], before: cause.before, after: cause.after }
    case 'input':
    case 'parent': {
      const step = stepAt(plan, cause.from)
      return { kind: cause.kind, vertex: vertexOf(plan, cause.from), ...(step === undefined ? {} : { step: step.id }) }
    }
    case 'not-reached':
      return { kind: 'error', message: 'not reached: the build stops at another step', reached: false }
    case 'content':
    case 'argument':
    case 'base':
    case 'new':
    case 'forced':
    case 'resolved':
    case 'error':
      return cause
  }
}

/** The options that set a rule. */
const ruleOptions: Readonly<Record<Extract<Cause, { kind: 'rule' }>['rule'], string>> = {
  frontend: '--frontend',
  daemon: '--daemon',
  builder: '--rules',
}
