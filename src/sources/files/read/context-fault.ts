import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { Failure } from '../../../diagnostics/failure.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import { contextFailure, errorCode } from './context-failure.ts'

/**
 * Why a build cannot begin for lack of a directory, or null: its context, or any named one, whether a step reads it or
 * not. Source: buildx build/opt.go: loadInputs.
 */
export function contextFault({ context, options }: Pick<BuildRequest, 'context' | 'options'>): Failure | null {
  const own = directoryFault(context)
  if (own !== null) return own
  for (const [name, value] of Object.entries(options.buildContexts)) {
    const fault = isAbsolute(value) ? directoryFault(value) : null
    if (fault !== null) return namedFailure(name, fault)
  }
  return null
}

function directoryFault(directory: string): Failure | null {
  try {
    return statSync(directory).isDirectory() ? null : contextFailure(directory, 'ENOTDIR')
  } catch (error) {
    return contextFailure(directory, errorCode(error))
  }
}

export const namedFailure = (name: string, failure: Failure): Failure => ({
  ...failure,
  summary: `build context ${name}: ${failure.summary}`,
  nextStep: `check --build-context ${name}=…`,
})
