import { graphemes } from '../../text/cells.ts'
import { printable } from '../../text/printable.ts'
import type { ListPane } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withView } from '../state/with-view.ts'

/** Starts typing the filter of the focused list. */
export function startFilter(state: WorkbenchState): WorkbenchState {
  const { focus } = state.view
  return focus === 'detail' ? state : withView(state, { filtering: focus })
}

export function whyNoFilter({ view }: WorkbenchState): string | null {
  return view.focus === 'detail' ? 'Only lists can be filtered' : null
}

/** A key while a filter is typed: the list follows each letter; enter keeps the filter, escape drops it. */
export function typeFilter(state: WorkbenchState, pane: ListPane, key: string): WorkbenchState {
  const filter = state.view.filters[pane]
  switch (key) {
    case 'enter':
    case 'up':
    case 'down':
      return withView(state, { filtering: null })
    case 'escape':
    case 'ctrl-c':
      return setFilter(withView(state, { filtering: null }), pane, '')
    case 'backspace':
      return filter === ''
        ? withView(state, { filtering: null })
        : setFilter(state, pane, graphemes(filter).slice(0, -1).join(''))
    case 'ctrl-u':
      return setFilter(state, pane, '')
    case 'ctrl-w':
      return setFilter(state, pane, filter.replace(/\S*\s*$/, ''))
    case 'space':
      return setFilter(state, pane, `${filter} `)
    default:
      return graphemes(key).length === 1 ? setFilter(state, pane, filter + key) : state
  }
}

/** Pasted text goes into the filter as one line. */
export function pasteFilter(state: WorkbenchState, pane: ListPane, text: string): WorkbenchState {
  const [line = ''] = text.split(/[\r\n]/)
  return setFilter(state, pane, state.view.filters[pane] + printable(line))
}

function setFilter(state: WorkbenchState, pane: ListPane, filter: string): WorkbenchState {
  return withView(state, { filters: { ...state.view.filters, [pane]: filter } })
}
