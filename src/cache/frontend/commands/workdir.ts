import { digestOf } from '../../../context/tree/digest.ts'
import { cleanPath, isAbsolutePath } from '../../../dockerfile/values/container-path.ts'
import { directorySetting } from '../stages/stage-state.ts'
import { expandIn, type MadeStep, type StepScope, shownText, takeNextName } from '../step-scope.ts'
import { missingOwner, parseOwner } from './owner.ts'
import { variablesUsed } from './variables-used.ts'

/**
 * Converts WORKDIR, which creates its directory, owned by the user of the stage. `path` is the new working directory,
 * not yet cleaned. Source: dockerfile2llb/convert.go: dispatchWorkdir.
 */
export function workdirStep(scope: StepScope, path: string): MadeStep {
  const { state, command, epoch } = scope
  const directory = cleanPath(path)
  const owner = parseOwner(state.user)
  const operation = digestOf('mkdir', directory, owner, epoch)
  return {
    vertex: {
      kind: 'workdir',
      identity: digestOf('step', operation, state.head?.identity ?? null),
      name: takeNextName(scope, shownText(scope, command.instruction.text, state.environment)),
      operation,
      parent: state.head,
      parentBy: 'key',
      inputs: [],
      ignoreCache: false,
      failure: missingOwner(owner, state.head),
      effect: { kind: 'directory', path: directory, owner },
    },
    resolvedText: `WORKDIR ${directory}`,
    stageSettings: [
      ...(isAbsolutePath(expandIn(scope, command.instruction.rest)) ? [] : directorySetting(state)),
      ...(state.user === '' ? [] : [['owned by', state.user] as const]),
    ],
    environment: epoch === '' ? [] : [['SOURCE_DATE_EPOCH', epoch]],
    variablesUsed: variablesUsed(command.instruction, state.environment),
    requests: [],
  }
}
