import { editText } from '../actions/edit-text.ts'
import { focusPane } from '../actions/focus.ts'
import { type Distance, moveCursor } from '../actions/move.ts'
import { commands } from '../commands/all-commands.ts'
import { layoutOf } from '../layout/geometry.ts'
import { modelOf } from '../layout/list-model.ts'
import { helpRows } from '../overlays/help-rows.ts'
import { stay, type Transition } from '../state/effect.ts'
import { listPanes } from '../state/panes.ts'
import type { Overlay, WorkbenchState } from '../state/state.ts'
import { withMessage, withOverlay } from '../state/with-view.ts'

type Help = Extract<Overlay, { kind: 'help' }>

const distances: Readonly<Record<string, Distance>> = {
  down: { rows: 1 },
  up: { rows: -1 },
  pagedown: { pages: 1 },
  pageup: { pages: -1 },
  'ctrl-d': { pages: 0.5 },
  home: { to: 'first' },
  end: { to: 'last' },
}

/**
 * A key while the help is open: letters search, arrows move, enter runs the chosen command.
 *
 * @returns null for a key that means what it means everywhere (redraw, suspend, quit)
 */
export function pressHelpKey(state: WorkbenchState, help: Help, key: string): Transition | null {
  if (key === 'escape') return stay(withOverlay(state, help.query === '' ? null : { ...help, query: '', top: 0 }))
  if (key === 'enter') return runChosen(state, help)
  if (['ctrl-c', 'ctrl-l', 'ctrl-z'].includes(key)) return null
  const distance = distances[key]
  if (distance !== undefined) {
    const model = modelOf(helpRows({ focus: state.view.focus, query: help.query }))
    const page = Math.max(1, layoutOf(state).overlay?.inside.height ?? 1)
    return stay(withOverlay(state, { ...help, cursor: moveCursor(model, help.cursor, distance, page) }))
  }
  if (key === '?' && help.query === '') return stay(withOverlay(state, null))
  const query = editText(help.query, key)
  return stay(query === null ? state : searchFor(state, help, query))
}

export const searchFor = (state: WorkbenchState, help: Help, query: string): WorkbenchState =>
  withOverlay(state, { ...help, query, top: 0, cursor: { id: null, index: 0 } })

/** Runs a command where it belongs: in the focused pane, else in the first pane that has it. */
function runChosen(state: WorkbenchState, { cursor }: Help): Transition {
  const closed = withOverlay(state, null)
  const command = commands.find(({ id }) => id === cursor.id)
  if (command === undefined) return stay(closed)
  const pane = command.places.includes(closed.view.focus)
    ? null
    : listPanes.find((candidate) => command.places.includes(candidate))
  const there = pane === null || pane === undefined ? closed : focusPane(closed, pane)
  if (pane === undefined) return stay(closed)
  const why = command.whyUnavailable?.(there) ?? null
  return why === null ? command.run(there) : stay(withMessage(there, why))
}
