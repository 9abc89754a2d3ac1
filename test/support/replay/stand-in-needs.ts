import { buildGraph } from '../../../src/cache/builders.ts'
import type { BuildGraph } from '../../../src/cache/model/build-graph.ts'
import { type BuildRules, defaultOptions } from '../../../src/cache/model/build-options.ts'

/** What a stand-in must hold so that a history's builds can run on it. */
export type StandInNeeds = {
  /** Absolute paths of programs that RUN, SHELL or a `#!` line names. */
  readonly programs: readonly string[]
  /** Absolute paths that later stages copy or mount, which a real command would have made. */
  readonly outputs: readonly string[]
  /** Users and groups that the builds name, which a real command or image would have made. */
  readonly users: readonly string[]
}

const shells = ['/bin/sh', '/bin/bash', '/bin/ash', '/usr/bin/env', '/usr/bin/bash', '/bin/busybox']

/** Every user that a Dockerfile may name by a variable cannot be known; the usual ones are there. */
const usualUsers = 'root node app appuser nonroot nginx nobody www-data postgres user rails'.split(' ')

/** Reads from the texts of Dockerfiles what their stand-ins must hold; what cannot be read is left out. */
export function readNeeds(dockerfiles: readonly string[], rules: BuildRules): StandInNeeds {
  const programs = new Set(shells)
  const outputs = new Set<string>()
  const users = new Set(usualUsers)
  for (const text of dockerfiles) {
    const joined = text.replace(/\\[ \t]*\r?\n/g, ' ')
    for (const [, program] of joined.matchAll(/^\s*(?:RUN(?:\s+--\S+)*|SHELL)\s*\[\s*"([^"]+)"/gim)) {
      programs.add(program!.startsWith('/') ? program! : `/usr/local/bin/${program}`)
    }
    for (const [, program] of joined.matchAll(/^#!\s*(\/\S+)/gm)) programs.add(program!)
    for (const [, names] of joined.matchAll(/(?:^\s*USER\s+|--chown=)(\S+)/gim)) addUsers(users, names!)
    const { graph } = buildGraph({ text, options: defaultOptions, rules, images: new Map() })
    for (const path of graph === null ? [] : stagePaths(graph)) outputs.add(path)
  }
  return { programs: [...programs], outputs: [...outputs], users: [...users] }
}

function addUsers(users: Set<string>, names: string): void {
  for (const name of names.replaceAll('"', '').split(':')) if (/^[a-z_][\w-]*$/i.test(name)) users.add(name)
}

/** Paths that steps take of stages and images, variables expanded; of a wildcard one name that it matches. */
function stagePaths(graph: BuildGraph): readonly string[] {
  if (graph.kind === 'classic') return []
  const inputs = graph.steps.flatMap(({ vertex }) => {
    const work = vertex.kind === 'merge' ? vertex.copy : vertex
    return 'inputs' in work ? work.inputs : []
  })
  return inputs
    .filter(({ source }) => source.kind === 'vertex')
    .flatMap(({ selectors }) => selectors)
    .map(({ path, wildcard }) => (wildcard ? matchedBy(path) : path).replace(/\/+$/, ''))
    .filter((path) => /[^./]/.test(path) && !path.split('/').includes('..'))
}

const matchedBy = (pattern: string): string =>
  pattern
    .replace(/\[\^?(.)[^\]]*\]/g, '$1')
    .replace(/\*+/g, 'made')
    .replaceAll('?', 'x')
    .replaceAll('\\', '')
