import { FailureError } from '../../diagnostics/failure.ts'
import { proxiesOf, readClientConfig } from './client-config.ts'
import { resolveEndpoint } from './endpoint.ts'

type EnvironmentVariables = Readonly<Record<string, string | undefined>>

/** The proxies that docker's client hands to builds of the engine that the environment names. */
export function clientProxies(environment: EnvironmentVariables) {
  return proxiesOf(readClientConfig(environment), hostOf(environment))
}

/** The address of the engine's host; empty if it cannot be read. The connection to the engine reports that error. */
function hostOf(environment: EnvironmentVariables): string {
  try {
    return resolveEndpoint(environment).shown
  } catch (error) {
    if (error instanceof FailureError) return ''
    throw error
  }
}
