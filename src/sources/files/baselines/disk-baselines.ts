import { FailureError } from '../../../diagnostics/failure.ts'
import { openBaselinesFrom } from '../../../session/baselines/open-baseline.ts'
import { inputsOf, newSession } from '../../../session/loop/session-state.ts'
import type { BaselineStore } from '../../../session/ports.ts'
import { machinePlatform } from '../../machine-platform.ts'
import { readSession } from '../session/read-session.ts'
import { readBaselineText, stampOf } from './baseline-file-text.ts'

/** Baselines that are on this machine's disk. `environment` is the process's: it says where digests are remembered. */
export function diskBaselines(environment: NodeJS.ProcessEnv): BaselineStore {
  const baselines = openBaselinesFrom({
    readFile: readBaselineText,
    stampOf,
    async readInputs({ request, rules, images }, { report, signal }) {
      const start = newSession({
        request: { ...request, baseline: { kind: 'none', ref: null } },
        mode: 'once',
        machine: machinePlatform,
        engine: null,
        rules,
        images,
      })
      const unasked = { resolve: async () => [] }
      const read = await readSession(start, { baselines, images: unasked, environment, report, signal })
      switch (read.kind) {
        case 'planned':
          return inputsOf(read.session)
        case 'failure':
          throw new FailureError(read.failure)
        case 'problem': {
          const { file, line, message } = read.problem
          throw new FailureError({
            kind: 'broken-baseline',
            summary: `${request.context}: ${file}:${line}: ${message}`,
            detail: '',
            nextStep: 'give a directory whose Dockerfile can be built',
          })
        }
      }
    },
  })
  return baselines
}
