import { baseName } from '../../dockerfile/values/container-path.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import type { StepVertex } from '../model/vertex.ts'

/** What a step's key is made of, in words. */
export function keyedBy({ vertex, environment }: PlacedStep): string {
  switch (vertex.kind) {
    case 'image':
      return 'the layers of the image; another tag or configuration of equal layers is the same'
    case 'workdir':
      return 'the path, its owner and the step before'
    case 'run':
      return [
        'the command',
        `${environment?.length ?? 0} variables in their order`,
        'user, directory and shell',
        ...(vertex.inputs.length > 0 ? ['the content of what it mounts'] : []),
        'and the step before',
      ].join(', ')
    case 'copy':
      return copyKey(vertex, 'and the step before')
    case 'merge':
      return copyKey(vertex.copy, 'whatever the step before (--link)')
    case 'local':
    case 'remote':
      return 'its content'
  }
}

function copyKey({ effect }: StepVertex, parent: string): string {
  const copy = effect.kind === 'copy' ? effect : null
  const actions = copy?.actions ?? []
  const names = actions.map((action) => (action.kind === 'inline' ? action.name : baseName(action.selector.path)))
  const said = [...new Set(names)].slice(0, 3).join(', ')
  const what = names.length === 0 ? 'content' : `the content and last name of its sources (${said})`
  const rights = (copy?.mode ?? null) !== null || (copy?.owner ?? null) !== null ? ', owner and mode' : ''
  return `${what}, the destination${rights}, ${parent}`
}
