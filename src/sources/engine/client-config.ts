import { join } from 'node:path'
import { asObject, asText, type JsonObject } from '../../image/model/json-value.ts'
import { homeDirectory } from '../home-directory.ts'
import { mebibyte, readRegularFile } from '../read-regular-file.ts'

type EnvironmentVariables = Readonly<Record<string, string | undefined>>

/** The directory of docker's client configuration. */
export const clientDirectory = (environment: EnvironmentVariables): string =>
  environment.DOCKER_CONFIG || join(homeDirectory(environment.HOME) ?? '/', '.docker')

/**
 * `config.json` of docker's client. One that cannot be read counts as empty: the docker command goes on with a warning.
 */
export function readClientConfig(environment: EnvironmentVariables): JsonObject {
  return readJson(join(clientDirectory(environment), 'config.json')) ?? {}
}

/** The JSON object in a file; null where it cannot be read or is something else. */
export function readJson(path: string): JsonObject | null {
  try {
    return asObject(JSON.parse(readRegularFile(path, { most: 16 * mebibyte }).toString('utf8')))
  } catch {
    return null
  }
}

/** The proxies that `config.json` names for the engine's host (`unix:///var/run/docker.sock`), else for `default`. */
export function proxiesOf(config: JsonObject, host: string) {
  const all = asObject(config.proxies)
  const chosen = asObject(Object.hasOwn(all, host) ? all[host] : all.default)
  return {
    httpProxy: asText(chosen.httpProxy),
    httpsProxy: asText(chosen.httpsProxy),
    noProxy: asText(chosen.noProxy),
    ftpProxy: asText(chosen.ftpProxy),
    allProxy: asText(chosen.allProxy),
  }
}
