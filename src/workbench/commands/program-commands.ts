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
    help: 'every key, and what the marks mean',
    run: viewCommand((state) =>
      withOverlay(state, state.view.overlay?.kind === 'help' ? null : { kind: 'help', top: 0 }),
    ),
  },
  {
    id: 'notices',
    keys: ['n'],
    places: allPanes,
    group: 'Program',
    help: 'all notices in full',
    whyUnavailable: (state) => (noticesOf(state).length === 0 ? 'There are no notices: nothing is the matter' : null),
    run: viewCommand((state) => withOverlay(state, { kind: 'notices', top: 0 })),
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
    run: effectCommand({ type: 'screen.repaint' }),
  },
  {
    id: 'suspend',
    keys: ['ctrl-z'],
    places: everywhere,
    group: 'Program',
    help: 'back to the shell; fg returns',
    run: effectCommand({ type: 'program.suspend' }),
  },
  {
    id: 'close',
    keys: ['q'],
    places: ['help', 'images', 'file', 'waste', 'notices'],
    group: 'Program',
    help: 'close what covers the panes',
    run: viewCommand(goBack),
  },
  {
    id: 'quit',
    keys: ['q'],
    places: allPanes,
    group: 'Program',
    hint: 'quit',
    help: 'leave',
    run: effectCommand({ type: 'program.quit' }),
  },
  {
    id: 'interrupt',
    keys: ['ctrl-c'],
    places: everywhere,
    group: 'Program',
    help: 'leave, from anywhere',
    run: effectCommand({ type: 'program.quit' }),
  },
]
