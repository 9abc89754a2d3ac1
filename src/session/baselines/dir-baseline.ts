import { emptyBuilder } from '../../cache/model/builder-state.ts'
import { type Failure, FailureError } from '../../diagnostics/failure.ts'
import type { BuildRequest } from '../build-request.ts'
import { pathIn } from '../shown-path.ts'
import type { BaselineRow } from './baseline-row.ts'
import { lastName } from './last-name.ts'

/** Another directory as the earlier state: the same options, and the Dockerfile at the same path inside it. */
export const dirBaseline: BaselineRow = {
  form: 'dir:PATH',
  help: 'a build of another directory',
  parse: (ref, absolute) => (ref === null || ref === '' ? undefined : absolute(ref)),
  isEmpty: false,
  describe: ({ ref }) => `after a build of ${ref ?? 'another directory'}`,
  label: ({ ref }) => ({ text: 'since', name: lastName(ref) ?? 'dir', recordedAt: null }),
  watched: () => [],
  async open({ name, request, rules, images }, sources, progress) {
    const directory = name.ref!
    const earlier: BuildRequest = { ...request, context: directory, dockerfile: movedInto(directory, request) }
    try {
      const inputs = await sources.readInputs({ request: earlier, rules, images }, progress)
      // The same builder saw both: its copy of the context goes by the directory that is built.
      const builds = [{ ...inputs, contextPath: request.context }]
      return { shown: { kind: 'dir', ref: directory }, start: emptyBuilder, builds }
    } catch (error) {
      throw error instanceof FailureError ? new FailureError(inBaseline(error.failure), { cause: error }) : error
    }
  },
}

function movedInto(directory: string, { context, dockerfile }: BuildRequest): string | null {
  const prefix = pathIn(context, ' ').slice(0, -1)
  return dockerfile?.startsWith(prefix) ? pathIn(directory, dockerfile.slice(prefix.length)) : dockerfile
}

const inBaseline = (failure: Failure): Failure => ({ ...failure, summary: `baseline: ${failure.summary}` })
