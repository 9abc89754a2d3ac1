import { goBack } from './actions/back.ts'
import { goIn, goOut, toggleAllFolds, toggleFold, whyNoFiles } from './actions/files.ts'
import { startFilter, whyNoFilter } from './actions/filter.ts'
import { cycleZoom, focusNeighbour, focusPane, whyNoPane } from './actions/focus.ts'
import { openImageList, reloadImage, whyNoImages, whyNoReload } from './actions/image.ts'
import { type Distance, move } from './actions/move.ts'
import { openChosen, whyNotOpen } from './actions/open.ts'
import { withMessage, withOverlay, withView } from './change-view.ts'
import { type Effect, type Step, stay } from './effect.ts'
import { noticesOf } from './notices.ts'
import { listPanes, panes } from './panes.ts'
import type { Place } from './place.ts'
import type { WorkbenchState } from './state.ts'

/**
 * Everything a key can mean. The router, the hint line, the help, the README's key table and the test for clashes all
 * read this one table.
 */
export type Command = {
  readonly id: string
  /** The first is the one that is shown. */
  readonly keys: readonly string[]
  readonly places: readonly Place[]
  readonly group: 'Panes' | 'Moving' | 'Build' | 'Image' | 'Program'
  /** One or two words for the hint line; absent: only in the help. */
  readonly hint?: string
  readonly help: string
  /** Why it can do nothing now, in a sentence for the person who pressed its key. */
  readonly whyUnavailable?: (state: WorkbenchState) => string | null
  readonly run: (state: WorkbenchState) => Step
}

const allPanes: readonly Place[] = [...listPanes, 'detail']
const everywhere: readonly Place[] = [...allPanes, 'help', 'images', 'file', 'waste', 'notices']

const calm = (change: (state: WorkbenchState) => WorkbenchState) => (state: WorkbenchState) => stay(change(state))
const wish = (effect: Effect, message?: string) => (state: WorkbenchState) => ({
  state: message === undefined ? state : withMessage(state, message),
  effects: [effect],
})
const moving = (id: string, keys: readonly string[], help: string, distance: Distance): Command => ({
  id,
  keys,
  places: everywhere,
  group: 'Moving',
  help,
  run: calm((state) => move(state, distance)),
})

export const commands: readonly Command[] = [
  {
    id: 'open',
    keys: ['enter'],
    places: everywhere,
    group: 'Panes',
    hint: 'why',
    help: 'more about the chosen row: why a step re-runs, the steps of an edit, a layer, a file’s contents',
    whyUnavailable: whyNotOpen,
    run: openChosen,
  },
  {
    id: 'back',
    keys: ['escape'],
    places: everywhere,
    group: 'Panes',
    help: 'close what was opened last, drop the filter, follow the newest save again',
    run: calm(goBack),
  },
  ...listPanes.map(
    (pane): Command => ({
      id: `focus-${pane}`,
      keys: [panes[pane].digit],
      places: allPanes,
      group: 'Panes',
      help: `${panes[pane].title}: ${panes[pane].purpose}`,
      whyUnavailable: (state) => whyNoPane(state, pane),
      run: calm((state) => focusPane(state, pane)),
    }),
  ),
  {
    id: 'next-pane',
    keys: ['tab'],
    places: allPanes,
    group: 'Panes',
    help: 'next pane',
    run: calm((state) => focusNeighbour(state, 1)),
  },
  {
    id: 'previous-pane',
    keys: ['shift-tab'],
    places: allPanes,
    group: 'Panes',
    help: 'previous pane',
    run: calm((state) => focusNeighbour(state, -1)),
  },
  {
    id: 'zoom-in',
    keys: ['+', '='],
    places: allPanes,
    group: 'Panes',
    hint: 'zoom',
    help: 'more room for this pane: normal, half, the whole window',
    run: calm((state) => cycleZoom(state, 1)),
  },
  {
    id: 'zoom-out',
    keys: ['_', '-'],
    places: allPanes,
    group: 'Panes',
    help: 'less room for this pane',
    run: calm((state) => cycleZoom(state, -1)),
  },
  {
    id: 'filter',
    keys: ['/'],
    places: allPanes,
    group: 'Panes',
    hint: 'filter',
    help: 'show only rows that contain what is typed',
    whyUnavailable: whyNoFilter,
    run: calm(startFilter),
  },
  moving('down', ['down', 'j'], 'one row down', { rows: 1 }),
  moving('up', ['up', 'k'], 'one row up', { rows: -1 }),
  moving('page-down', ['pagedown'], 'one page down', { pages: 1 }),
  moving('page-up', ['pageup'], 'one page up', { pages: -1 }),
  moving('half-page-down', ['ctrl-d'], 'half a page down', { pages: 0.5 }),
  moving('half-page-up', ['ctrl-u'], 'half a page up', { pages: -0.5 }),
  moving('first', ['g', 'home'], 'first row', { to: 'first' }),
  moving('last', ['G', 'end'], 'last row', { to: 'last' }),
  {
    id: 'out',
    keys: ['left', 'h'],
    places: ['files'],
    group: 'Moving',
    help: 'close the folder, or go to the one it is in',
    whyUnavailable: whyNoFiles,
    run: calm(goOut),
  },
  {
    id: 'in',
    keys: ['right', 'l'],
    places: ['files'],
    group: 'Moving',
    help: 'open the folder, or go into it',
    whyUnavailable: whyNoFiles,
    run: calm(goIn),
  },
  {
    id: 'pane-left',
    keys: ['left', 'h'],
    places: ['plan', 'edits', 'layers', 'detail'],
    group: 'Moving',
    help: 'previous pane',
    run: calm((state) => focusNeighbour(state, -1)),
  },
  {
    id: 'pane-right',
    keys: ['right', 'l'],
    places: ['plan', 'edits', 'layers', 'detail'],
    group: 'Moving',
    help: 'next pane',
    run: calm((state) => focusNeighbour(state, 1)),
  },
  {
    id: 'rebase',
    keys: ['b'],
    places: allPanes,
    group: 'Build',
    hint: 'baseline',
    help: 'measure from here on: take the present state as the baseline',
    whyUnavailable: whyNoRebase,
    run: (state) => ({
      state: withMessage(
        { ...state, build: { ...state.build, rebasedAt: state.now } },
        'The baseline is the state of this moment now',
      ),
      effects: [{ type: 'build.rebase' }],
    }),
  },
  {
    id: 'images',
    keys: ['i'],
    places: allPanes,
    group: 'Image',
    hint: 'image',
    help: 'choose the image that Layers and Files show',
    whyUnavailable: whyNoImages,
    run: openImageList,
  },
  {
    id: 'reload',
    keys: ['r'],
    places: allPanes,
    group: 'Image',
    help: 'ask for the image again',
    whyUnavailable: whyNoReload,
    run: reloadImage,
  },
  {
    id: 'metadata-rows',
    keys: ['e'],
    places: ['layers'],
    group: 'Image',
    hint: 'metadata rows',
    help: 'show or hide history rows that make no layer',
    run: calm((state) => withView(state, { metadataRows: !state.view.metadataRows })),
  },
  {
    id: 'stacked',
    keys: ['v'],
    places: ['layers', 'files'],
    group: 'Image',
    hint: 'stacked/alone',
    help: 'files of the layer alone, or stacked on the layers below it',
    whyUnavailable: whyNoFiles,
    run: calm((state) => withView(state, { stacked: !state.view.stacked })),
  },
  {
    id: 'fold',
    keys: ['space'],
    places: ['files'],
    group: 'Image',
    hint: 'fold',
    help: 'open or close a folder',
    whyUnavailable: whyNoFiles,
    run: calm(toggleFold),
  },
  {
    id: 'fold-all',
    keys: ['a'],
    places: ['files'],
    group: 'Image',
    hint: 'fold all',
    help: 'open or close all folders',
    whyUnavailable: whyNoFiles,
    run: calm(toggleAllFolds),
  },
  {
    id: 'sort',
    keys: ['s'],
    places: ['files'],
    group: 'Image',
    hint: 'sort',
    help: 'sort files by name or by size',
    whyUnavailable: whyNoFiles,
    run: calm((state) => withView(state, { sort: state.view.sort === 'name' ? 'size' : 'name' })),
  },
  {
    id: 'waste',
    keys: ['w'],
    places: allPanes,
    group: 'Image',
    help: 'what the image stores without showing it: efficiency, reclaimable bytes, the files',
    whyUnavailable: whyNoFiles,
    run: calm((state) => withOverlay(state, { kind: 'waste' })),
  },
  {
    id: 'help',
    keys: ['?'],
    places: everywhere,
    group: 'Program',
    hint: 'help',
    help: 'every key, and what the marks mean',
    run: calm((state) => withOverlay(state, state.view.overlay?.kind === 'help' ? null : { kind: 'help', top: 0 })),
  },
  {
    id: 'notices',
    keys: ['n'],
    places: allPanes,
    group: 'Program',
    help: 'all notices in full',
    whyUnavailable: (state) => (noticesOf(state).length === 0 ? 'There are no notices: nothing is the matter' : null),
    run: calm((state) => withOverlay(state, { kind: 'notices', top: 0 })),
  },
  {
    id: 'mouse',
    keys: ['m'],
    places: allPanes,
    group: 'Program',
    help: 'give the mouse to the terminal, to select text; and take it back',
    run: (state) => ({
      state: withMessage(
        withView(state, { mouse: !state.view.mouse }),
        state.view.mouse ? 'The mouse selects text now: m takes it back' : 'The mouse clicks and scrolls panes now',
      ),
      effects: [{ type: 'mouse.capture', on: !state.view.mouse }],
    }),
  },
  {
    id: 'repaint',
    keys: ['ctrl-l'],
    places: everywhere,
    group: 'Program',
    help: 'draw the screen anew',
    run: wish({ type: 'screen.repaint' }),
  },
  {
    id: 'suspend',
    keys: ['ctrl-z'],
    places: everywhere,
    group: 'Program',
    help: 'back to the shell; fg returns',
    run: wish({ type: 'program.suspend' }),
  },
  {
    id: 'close',
    keys: ['q'],
    places: ['help', 'images', 'file', 'waste', 'notices'],
    group: 'Program',
    help: 'close what covers the panes',
    run: calm(goBack),
  },
  {
    id: 'quit',
    keys: ['q'],
    places: allPanes,
    group: 'Program',
    hint: 'quit',
    help: 'leave',
    run: wish({ type: 'program.quit' }),
  },
  {
    id: 'interrupt',
    keys: ['ctrl-c'],
    places: everywhere,
    group: 'Program',
    help: 'leave, from anywhere',
    run: wish({ type: 'program.quit' }),
  },
]

/** The command that a key means in a place. */
export function commandFor(key: string, place: Place): Command | null {
  return commands.find(({ keys, places }) => keys.includes(key) && places.includes(place)) ?? null
}

function whyNoRebase({ subject, build }: WorkbenchState): string | null {
  if (subject.build === null) return 'No build is watched: start layertui with a context directory'
  return build.plan === null ? 'There is no plan yet to measure from' : null
}
