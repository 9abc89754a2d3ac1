import type { PlanStep } from '../../cache/model/plan/plan.ts'

/** What a mark can say of a row, most alarming last. */
export type MarkName = 'blank' | 'metadata' | 'cached' | 'checking' | 'depends' | 'inherited' | 'busted' | 'fails'

/** Color roles of the theme; nothing is said by color alone, so each mark has a glyph too. */
export type Role = 'good' | 'alert' | 'warn' | 'info' | 'bad' | 'faint' | 'plain'

export type Mark = { readonly glyph: string; readonly ascii: string; readonly role: Role; readonly meaning: string }

export const marks: Readonly<Record<MarkName, Mark>> = {
  blank: { glyph: ' ', ascii: ' ', role: 'faint', meaning: 'not needed for this target' },
  metadata: { glyph: '·', ascii: '.', role: 'faint', meaning: 'metadata only: no layer, no time' },
  cached: { glyph: '✓', ascii: '+', role: 'good', meaning: 'cached' },
  checking: { glyph: '◌', ascii: 'o', role: 'faint', meaning: 'checking' },
  depends: { glyph: '?', ascii: '?', role: 'info', meaning: 'depends on what an earlier step will produce' },
  inherited: { glyph: '↓', ascii: 'v', role: 'warn', meaning: 're-runs because a step before it does' },
  busted: { glyph: '●', ascii: '*', role: 'alert', meaning: 're-runs, and the cause is here' },
  fails: { glyph: '✗', ascii: 'x', role: 'bad', meaning: 'a build stops here' },
}

/** The mark of a step: a step with a cause of its own differs from one that only inherits. */
export function markOf(step: PlanStep): MarkName {
  if (step.status !== 'rebuilt') return step.status
  const inheritsOnly = step.causes.length > 0 && step.causes.every(({ kind }) => kind === 'parent' || kind === 'input')
  return inheritsOnly ? 'inherited' : 'busted'
}
