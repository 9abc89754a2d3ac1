import { type Effect, stay, type Transition } from '../state/effect.ts'
import type { KeyScope } from '../state/key-scope.ts'
import { listPanes } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'

export type Command = {
  readonly id: string
  /** The first is the one that is shown. */
  readonly keys: readonly string[]
  readonly places: readonly KeyScope[]
  readonly group: 'Panes' | 'Moving' | 'Build' | 'Image' | 'Program'
  /** One or two words for the hint line; absent: only in the help. */
  readonly hint?: string
  readonly help: string
  /** Why it can do nothing now, in a sentence for the person who pressed its key. */
  readonly whyUnavailable?: (state: WorkbenchState) => string | null
  readonly run: (state: WorkbenchState) => Transition
}

export const allPanes: readonly KeyScope[] = [...listPanes, 'detail']
export const everywhere: readonly KeyScope[] = [...allPanes, 'help', 'images', 'file', 'waste', 'notices']

/** A command that only changes what is shown. */
export function viewCommand(change: (state: WorkbenchState) => WorkbenchState): Command['run'] {
  return (state) => stay(change(state))
}

/** A command that only wishes something done. */
export function effectCommand(effect: Effect): Command['run'] {
  return (state) => ({ state, effects: [effect] })
}
