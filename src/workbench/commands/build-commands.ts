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
    help: 'compare with the files as they are now',
    whyUnavailable: whyNoRebase,
    run: (state) => ({
      state: withMessage(
        { ...state, build: { ...state.build, rebasedAt: state.now } },
        'Comparing with the files as they are now',
      ),
      effects: [{ type: 'build.rebase' }],
    }),
  },
]

function whyNoRebase({ subject, build }: WorkbenchState): string | null {
  if (subject.build === null) return 'No build to watch: start layertui with a context directory'
  return build.plan === null ? 'No plan yet' : null
}
