import type { Plan } from '../../cache/model/plan.ts'

/** Version of the object below. A field may be added within a version; none is renamed, removed or given another meaning. */
const schemaVersion = 1

/**
 * The plan as one JSON object, for programs.
 *
 * @returns indented JSON without a final newline; characters that could steer a terminal are written as escapes
 */
export function planJson(plan: Plan): string {
  const { dockerfile, context, target, baseline, rules, stages, steps, metadata, summary, warnings } = plan
  const report = {
    schemaVersion,
    dockerfile,
    context,
    target,
    baseline,
    rules,
    steps: steps.map(({ vertex, stage, line, instruction, text, layer, status, causes, ...more }) => ({
      vertex,
      stage,
      line,
      instruction,
      text,
      layer,
      status,
      causes,
      ...more,
    })),
    metadata,
    stages,
    summary,
    warnings,
  }
  return JSON.stringify(report, null, 2).replace(steering, escape)
}

// JSON.stringify leaves these as they are: delete and the C1 controls, bidirectional overrides, invisible characters.
const steering = /[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
