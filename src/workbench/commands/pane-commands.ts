import { goBack } from '../actions/back.ts'
import { startFilter, whyNoFilter } from '../actions/filter.ts'
import { cycleZoom, focusNeighbour, focusPane, whyNoPane } from '../actions/focus.ts'
import { openChosen, whyNotOpen } from '../actions/open.ts'
import { openTab, whyNoTab } from '../actions/tabs.ts'
import { listPanes, panes } from '../state/panes.ts'
import { neighbourTab } from '../state/tabs.ts'
import { allPanes, type Command, everywhere, viewCommand } from './command.ts'

/** Going from pane to pane, and into and out of what they show. */
export const paneCommands: readonly Command[] = [
  {
    id: 'open',
    keys: ['enter'],
    places: everywhere,
    group: 'Panes',
    hint: 'why',
    help: 'details of this row: why a step re-runs, what a save busted, a layer, a file’s contents',
    whyUnavailable: whyNotOpen,
    run: openChosen,
  },
  {
    id: 'back',
    keys: ['escape'],
    places: everywhere,
    group: 'Panes',
    help: 'back: closes, clears the filter, follows the newest save',
    run: viewCommand(goBack),
  },
  ...listPanes.map(
    (pane): Command => ({
      id: `focus-${pane}`,
      keys: [panes[pane].digit],
      places: allPanes,
      group: 'Panes',
      help: `${panes[pane].title}: ${panes[pane].purpose}`,
      whyUnavailable: (state) => whyNoPane(state, pane),
      run: viewCommand((state) => focusPane(state, pane)),
    }),
  ),
  {
    id: 'next-pane',
    keys: ['tab'],
    places: allPanes,
    group: 'Panes',
    help: 'next pane',
    run: viewCommand((state) => focusNeighbour(state, 1)),
  },
  {
    id: 'previous-pane',
    keys: ['shift-tab'],
    places: allPanes,
    group: 'Panes',
    help: 'previous pane',
    run: viewCommand((state) => focusNeighbour(state, -1)),
  },
  tabCommand('next-tab', ']', 'next tab of this pane', 1),
  tabCommand('previous-tab', '[', 'previous tab of this pane', -1),
  {
    id: 'zoom-in',
    keys: ['+', '='],
    places: allPanes,
    group: 'Panes',
    hint: 'zoom',
    help: 'enlarge this pane: half, then full size',
    run: viewCommand((state) => cycleZoom(state, 1)),
  },
  {
    id: 'zoom-out',
    keys: ['_', '-'],
    places: allPanes,
    group: 'Panes',
    help: 'shrink this pane',
    run: viewCommand((state) => cycleZoom(state, -1)),
  },
  {
    id: 'filter',
    keys: ['/'],
    places: allPanes,
    group: 'Panes',
    hint: 'filter',
    help: 'filter: show only rows that contain a text',
    whyUnavailable: whyNoFilter,
    run: viewCommand(startFilter),
  },
]

function tabCommand(id: string, key: string, help: string, by: 1 | -1): Command {
  return {
    id,
    keys: [key],
    places: allPanes,
    group: 'Panes',
    help,
    whyUnavailable: (state) => whyNoTab(state),
    run: viewCommand((state) => openTab(state, neighbourTab(state, by))),
  }
}
