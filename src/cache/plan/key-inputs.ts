import { baseName } from '../../dockerfile/values/container-path.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import type { StepVertex } from '../model/graph/vertex.ts'
import type { KeyInputs } from '../model/plan/key-inputs.ts'

/** The most sources of a copy that are named. */
const namedSources = 3

/** The inputs of a step's key in BuildKit. */
export function keyInputsOf({ vertex, environment, mounts = [] }: PlacedStep): KeyInputs {
  switch (vertex.kind) {
    case 'image':
    case 'local':
    case 'remote':
      return { kind: 'image' }
    case 'workdir':
      return { kind: 'workdir' }
    case 'run': {
      const variables = (environment ?? []).map(([name]) => name).filter((name) => !name.startsWith('--'))
      return { kind: 'run', variables, mounts }
    }
    case 'copy':
      return copyInputs(vertex, { linked: false })
    case 'merge':
      return copyInputs(vertex.copy, { linked: true })
  }
}

function copyInputs({ effect }: StepVertex, { linked }: { readonly linked: boolean }): KeyInputs {
  const copy = effect.kind === 'copy' ? effect : null
  const names = new Set(
    (copy?.actions ?? []).map((action) => (action.kind === 'inline' ? action.name : baseName(action.selector.path))),
  )
  return {
    kind: 'copy',
    names: [...names].slice(0, namedSources),
    more: Math.max(0, names.size - namedSources),
    ownership: (copy?.mode ?? null) !== null || (copy?.owner ?? null) !== null,
    linked,
  }
}
