import { oneLine } from '../../text/printable.ts'
import { goBack } from '../actions/back.ts'
import { chosenPlace, chosenText } from '../actions/chosen-text.ts'
import { noticesOf } from '../rows/notices.ts'
import { withMessage, withOverlay, withView } from '../state/with-view.ts'
import { allPanes, type Command, effectCommand, everywhere, viewCommand } from './command.ts'

/** What concerns the program as a whole. */
export const programCommands: readonly Command[] = [
  {
    id: 'help',
    keys: ['?', ':'],
    places: everywhere,
    group: 'Program',
    hint: 'help',
    help: 'keys, commands and marks: type to search, enter runs',
    run: viewCommand((state) =>
      withOverlay(state, { kind: 'help', query: '', cursor: { id: null, index: 0 }, top: 0 }),
    ),
  },
  {
    id: 'copy',
    keys: ['y'],
    places: [...allPanes, 'file'],
    group: 'Program',
    help: 'copy: the path, the line of the Dockerfile or the diff ID of this row (OSC 52)',
    whyUnavailable: (state) => (chosenText(state) === null ? 'Nothing to copy here' : null),
    run: (state) => {
      const text = chosenText(state)!
      return { state: withMessage(state, `Copied ${oneLine(text)}`), effects: [{ type: 'clipboard.copy', text }] }
    },
  },
  {
    id: 'edit',
    keys: ['o'],
    places: allPanes,
    group: 'Program',
    help: 'open in $EDITOR: the Dockerfile at this line, or the saved file',
    whyUnavailable: (state) => (chosenPlace(state) === null ? 'No file of the context is chosen' : null),
    run: (state) => ({ state, effects: [{ type: 'editor.open', ...chosenPlace(state)! }] }),
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
    places: ['file', 'waste', 'notices'],
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
