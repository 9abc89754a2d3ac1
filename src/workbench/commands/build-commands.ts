import type { WorkbenchState } from '../state/state.ts'
import { withMessage } from '../state/with-view.ts'
import { allPanes, type Command } from './command.ts'

/** What concerns the build that is watched. */
export const buildCommands: readonly Command[] = [
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
]

function whyNoRebase({ subject, build }: WorkbenchState): string | null {
  if (subject.build === null) return 'No build is watched: start layertui with a context directory'
  return build.plan === null ? 'There is no plan yet to measure from' : null
}
