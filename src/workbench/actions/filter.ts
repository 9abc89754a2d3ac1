import type { ListPane } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withView } from '../state/with-view.ts'
import { editText, pasteText } from './edit-text.ts'

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
    default: {
      if (key === 'backspace' && filter === '') return withView(state, { filtering: null })
      const edited = editText(filter, key)
      return edited === null ? state : setFilter(state, pane, edited)
    }
  }
}

/** Pasted text goes into the filter as one line. */
export function pasteFilter(state: WorkbenchState, pane: ListPane, text: string): WorkbenchState {
  return setFilter(state, pane, pasteText(state.view.filters[pane], text))
}

function setFilter(state: WorkbenchState, pane: ListPane, filter: string): WorkbenchState {
  return withView(state, { filters: { ...state.view.filters, [pane]: filter } })
}
