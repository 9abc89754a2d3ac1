import { goIn, goOut, whyNoFiles } from '../actions/files.ts'
import { focusNeighbour } from '../actions/focus.ts'
import { type Distance, move, moveInPane } from '../actions/move.ts'
import type { WorkbenchState } from '../state/state.ts'
import { allPanes, type Command, everywhere, viewCommand } from './command.ts'

const moving = (id: string, keys: readonly string[], help: string, distance: Distance): Command => ({
  id,
  keys,
  places: everywhere,
  group: 'Moving',
  help,
  run: viewCommand((state) => move(state, distance)),
})

/** Going through what a pane shows. */
export const movingCommands: readonly Command[] = [
  moving('down', ['down', 'j'], 'one row down', { rows: 1 }),
  moving('up', ['up', 'k'], 'one row up', { rows: -1 }),
  moving('page-down', ['pagedown'], 'one page down', { pages: 1 }),
  moving('page-up', ['pageup'], 'one page up', { pages: -1 }),
  moving('half-page-down', ['ctrl-d'], 'half a page down', { pages: 0.5 }),
  moving('half-page-up', ['ctrl-u'], 'half a page up', { pages: -0.5 }),
  moving('first', ['g', 'home'], 'first row', { to: 'first' }),
  moving('last', ['G', 'end'], 'last row', { to: 'last' }),
  {
    id: 'detail-down',
    keys: ['J'],
    places: allPanes,
    group: 'Moving',
    help: 'scroll the details down, the list keeps its row',
    whyUnavailable: whyNoDetail,
    run: viewCommand((state) => moveInPane(state, 'detail', { rows: 1 })),
  },
  {
    id: 'detail-up',
    keys: ['K'],
    places: allPanes,
    group: 'Moving',
    help: 'scroll the details up, the list keeps its row',
    whyUnavailable: whyNoDetail,
    run: viewCommand((state) => moveInPane(state, 'detail', { rows: -1 })),
  },
  {
    id: 'out',
    keys: ['left', 'h'],
    places: ['files'],
    group: 'Moving',
    help: 'close the directory, or go to its parent',
    whyUnavailable: whyNoFiles,
    run: viewCommand(goOut),
  },
  {
    id: 'in',
    keys: ['right', 'l'],
    places: ['files'],
    group: 'Moving',
    help: 'open the directory, or go into it',
    whyUnavailable: whyNoFiles,
    run: viewCommand(goIn),
  },
  {
    id: 'pane-left',
    keys: ['left', 'h'],
    places: ['plan', 'edits', 'layers', 'detail'],
    group: 'Moving',
    help: 'previous pane',
    run: viewCommand((state) => focusNeighbour(state, -1)),
  },
  {
    id: 'pane-right',
    keys: ['right', 'l'],
    places: ['plan', 'edits', 'layers', 'detail'],
    group: 'Moving',
    help: 'next pane',
    run: viewCommand((state) => focusNeighbour(state, 1)),
  },
]

function whyNoDetail({ view }: WorkbenchState): string | null {
  return view.detail === null ? 'Open details first: enter' : null
}
