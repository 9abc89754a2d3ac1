import {
  builtinFrontend,
  completeReference,
  type Frontend,
  frontendOfReference,
  newestFrontend,
} from '../../../dockerfile/frontend/frontend.ts'
import { firstWord } from '../../../dockerfile/parser/directives.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import type { BuildOptions, BuildRules } from '../../model/build-options.ts'
import { daemonRules } from '../../model/daemon-features.ts'

const imageScheme = 'docker-image://'

/**
 * Chooses the front end that reads a Dockerfile: the one given on the command line, else the one that BUILDKIT_SYNTAX
 * or the syntax line names, else the one built into the daemon. Throws DockerfileError if its rules are not known.
 */
export function chooseFrontend(text: string, options: BuildOptions, rules: BuildRules): Frontend {
  const builtin = builtinFrontend(rules.daemon)
  if (rules.frontend === 'builtin') return builtin
  const asked = options.buildArgs.BUILDKIT_SYNTAX
  const named = asked === undefined ? daemonRules(rules.daemon).detectSyntax(text) : firstWord(asked)
  if (rules.frontend !== null) return { ...atMostNewest(rules.frontend), external: Boolean(named) }
  if (!named) return builtin

  const reference = completeReference(replacement(named, options) ?? named)
  const known = rules.knownFrontends[reference]
  const frontend =
    known === undefined ? frontendOfReference(reference) : { ...atMostNewest(known), external: true, reference }
  if (frontend !== null) return frontend
  throw new DockerfileError(
    `unknown front end ${reference}: its rules are not known here`,
    1,
    1,
    `--frontend 1.${newestFrontend} predicts as if it were Docker's own`,
  )
}

/** A front end that is newer than the newest known one gets the newest known rules. */
function atMostNewest(frontend: { version: number; labs: boolean }): Pick<Frontend, 'version' | 'labs' | 'assumed'> {
  return frontend.version > newestFrontend ? { ...frontend, version: newestFrontend, assumed: true } : frontend
}

/** `--build-context docker/dockerfile:1=docker-image://…` puts another image in the front end's place. */
function replacement(named: string, options: BuildOptions): string | null {
  for (const [name, value] of Object.entries(options.buildContexts)) {
    if (value.startsWith(imageScheme) && completeReference(name) === completeReference(named)) {
      return value.slice(imageScheme.length)
    }
  }
  return null
}
