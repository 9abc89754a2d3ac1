import { goBack } from '../actions/back.ts'
import { noticesOf } from '../rows/notices.ts'
import { withMessage, withOverlay, withView } from '../state/with-view.ts'
import { allPanes, type Command, effectCommand, everywhere, viewCommand } from './command.ts'

/** What concerns the program as a whole. */
export const programCommands: readonly Command[] = [
  {
    id: 'help',
    keys: ['?'],
    places: everywhere,
    group: 'Program',
    hint: 'help',
    help: 'all keys and marks',
    run: viewCommand((state) =>
      withOverlay(state, state.view.overlay?.kind === 'help' ? null : { kind: 'help', top: 0 }),
    ),
  },
  {
    id: 'notices',
    keys: ['n'],
    places: allPanes,
    group: 'Program',
    help: 'all notices',
    whyUnavailable: (state) => (noticesOf(state).length === 0 ? 'No notices' : null),
    run: viewCommand((state) => withOverlay(state, { kind: 'notices', top: 0 })),
  },
  {
    id: 'mouse',
    keys: ['m'],
    places: allPanes,
    group: 'Program',
    help: 'mouse: select text, or use the panes',
    run: (state) => ({
      state: withMessage(
        withView(state, { mouse: !state.view.mouse }),
        state.view.mouse ? 'The mouse selects text (m: use the panes)' : 'The mouse uses the panes (m: select text)',
      ),
      effects: [{ type: 'mouse.capture', on: !state.view.mouse }],
    }),
  },
  {
    id: 'repaint',
    keys: ['ctrl-l'],
    places: everywhere,
    group: 'Program',
    help: 'redraw the screen',
    run: effectCommand({ type: 'screen.repaint' }),
  },
  {
    id: 'suspend',
    keys: ['ctrl-z'],
    places: everywhere,
    group: 'Program',
    help: 'suspend: back to the shell (fg returns)',
    run: effectCommand({ type: 'program.suspend' }),
  },
  {
    id: 'close',
    keys: ['q'],
    places: ['help', 'images', 'file', 'waste', 'notices'],
    group: 'Program',
    help: 'close',
    run: viewCommand(goBack),
  },
  {
    id: 'quit',
    keys: ['q'],
    places: allPanes,
    group: 'Program',
    hint: 'quit',
    help: 'quit',
    run: effectCommand({ type: 'program.quit' }),
  },
  {
    id: 'interrupt',
    keys: ['ctrl-c'],
    places: everywhere,
    group: 'Program',
    help: 'quit, from anywhere',
    run: effectCommand({ type: 'program.quit' }),
  },
]
