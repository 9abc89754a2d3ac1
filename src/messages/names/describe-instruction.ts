import type { Cause } from '../../cache/model/plan/plan.ts'
import type { StageSettings } from '../../cache/model/plan/step-facts.ts'

/** A cause of kind `instruction`. */
export type InstructionCause = Extract<Cause, { kind: 'instruction' }>

/** What changed about an instruction. `surroundings`: several settings. */
export type ChangeName =
  | 'text'
  | 'line endings'
  | 'white space'
  | 'place'
  | 'order'
  | 'user'
  | 'owner'
  | 'shell'
  | 'directory'
  | 'surroundings'

/** Names the change: the text itself, the step before it, the order of variables, or the setting. */
export function changeName(cause: InstructionCause): ChangeName {
  if (cause.change === 'text') return cause.settings === undefined ? textChange(cause.before, cause.after) : 'text'
  if (cause.change !== 'settings') return cause.change
  const relations = new Set([...cause.before, ...cause.after].map(([relation]) => relation))
  const [relation] = relations
  return relations.size === 1 ? (settingNames[relation!] ?? 'surroundings') : 'surroundings'
}

function textChange(before: string, after: string): ChangeName {
  if (withoutReturns(before) === withoutReturns(after)) return 'line endings'
  return withoutBlanks(before) === withoutBlanks(after) ? 'white space' : 'text'
}

const withoutReturns = (text: string): string => text.replaceAll('\r', '')
const withoutBlanks = (text: string): string => text.replace(/\s/g, '')

/** By the relation that `StageSettings` holds. */
const settingNames: Readonly<Record<string, ChangeName>> = {
  in: 'directory',
  as: 'user',
  'owned by': 'owner',
  by: 'shell',
}

/**
 * The instruction before and after, with the part around it that changed: `RUN make (as node)`,
 * `COPY . . (after RUN npm ci)`. This is also the form in JSON.
 */
export function instructionTexts(cause: InstructionCause): { readonly before: string; readonly after: string } {
  switch (cause.change) {
    case 'text': {
      const { settings } = cause
      return {
        before: withSettings(cause.before, settings?.before ?? []),
        after: withSettings(cause.after, settings?.after ?? []),
      }
    }
    case 'settings':
      return { before: withSettings(cause.text, cause.before), after: withSettings(cause.text, cause.after) }
    case 'place':
      return bothOf(cause, (steps) => `after ${steps.length === 0 ? 'nothing' : steps.join(', after ')}`)
    case 'order':
      return bothOf(cause, (names) => `variables in this order: ${names.join(' ')}`)
  }
}

const bothOf = (
  { text, before, after }: Extract<InstructionCause, { change: 'place' | 'order' }>,
  remark: (side: readonly string[]) => string,
) => ({ before: `${text} (${remark(before)})`, after: `${text} (${remark(after)})` })

const withSettings = (text: string, settings: StageSettings): string =>
  settings.length === 0 ? text : `${text} (${settings.map((pair) => pair.join(' ')).join(', ')})`
