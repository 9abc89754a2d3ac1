import { existsSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { Failure } from '../../../diagnostics/failure.ts'
import { nearestNames } from '../../../dockerfile/problems/did-you-mean.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import { fittingContext } from './fitting-context.ts'
import { listDockerfiles } from './list-dockerfiles.ts'

const mostRows = 12

/**
 * A failure to find a Dockerfile, with those that are there: the nearest to the one that was asked for, else all of
 * them with the context that fits each, as command lines. Other failures stay as they are.
 *
 * @param from absolute; paths in the answer are relative to it
 */
export async function withDockerfiles(failure: Failure, request: BuildRequest, from: string): Promise<Failure> {
  if (failure.kind !== 'no-dockerfile' && failure.kind !== 'dockerfile-unreadable') return failure
  const root = request.context
  const found = await listDockerfiles(root)
  const [first] = found
  if (first === undefined) return failure
  if (request.dockerfile !== null) {
    const near = nearestDockerfile(relative(root, request.dockerfile), found)
    return near === null
      ? failure
      : { ...failure, detail: '', nextStep: `did you mean -f ${shown(join(root, near), from)}?` }
  }
  return {
    ...failure,
    detail: [
      'Dockerfiles below it, each with the context that its COPY lines fit:',
      ...commandsFor(found, root, from),
    ].join('\n'),
    nextStep: found.length === 1 ? '' : 'layertui plan --all says for each what a build would re-run',
  }
}

/** Command lines for the Dockerfiles below a directory, each with the context that fits it. */
export const dockerfileCommands = async (root: string, from: string): Promise<readonly string[]> =>
  commandsFor(await listDockerfiles(root), root, from)

function commandsFor(found: readonly string[], root: string, from: string): readonly string[] {
  const commands = found.slice(0, mostRows).map((path) => commandFor(join(root, path), root, from))
  return found.length > mostRows ? [...commands, `and ${found.length - mostRows} more`] : commands
}

/** Directories above the context that are tried where no repository ends. */
const mostAbove = 4

/**
 * Where a build fails since COPY finds no source in its context, a directory above it that has them all; as a failure
 * whose next step is the command line for it. null: there is none.
 *
 * @param dockerfile absolute
 * @param from absolute; paths in the answer are relative to it
 */
export function contextAbove(dockerfile: string, context: string, from: string): Failure | null {
  const fit = fittingContext(dockerfile, topAbove(context))
  if (fit === null || fit.asked === 0 || fit.present < fit.asked) return null
  if (!`${context}/`.startsWith(`${fit.directory}/`) || fit.directory === context) return null
  return {
    kind: 'no-context',
    summary: `all that the COPY lines take is there relative to ${shown(fit.directory, from)}`,
    detail: '',
    nextStep: `that may be the context: layertui -f ${shown(dockerfile, from)} ${shown(fit.directory, from)}`,
  }
}

/** The root of the repository that the context is in, else a few directories above it. */
function topAbove(context: string): string {
  let top = context
  for (let above = 0; dirname(top) !== top; above++) {
    if (existsSync(join(top, '.git'))) return top
    if (above >= mostAbove && !isInRepository(top)) return top
    top = dirname(top)
  }
  return top
}

const isInRepository = (directory: string): boolean =>
  existsSync(join(directory, '.git')) || (dirname(directory) !== directory && isInRepository(dirname(directory)))

function commandFor(dockerfile: string, root: string, from: string): string {
  const context = fittingContext(dockerfile, root)?.directory ?? dirname(dockerfile)
  return `layertui -f ${shown(dockerfile, from)} ${shown(context, from)}`
}

/** As a person would type it; quoted where a shell would read more into it. */
function shown(path: string, from: string): string {
  const near = relative(from, path) || '.'
  const short = near.startsWith('../../..') ? path : near
  return /^[\w@%+=:,./-]+$/.test(short) ? short : `'${short.replaceAll("'", "'\\''")}'`
}

/**
 * The Dockerfile that was meant by a path that is none: the same path in other letters, one in the directory of that
 * name, one whose name holds its last part, or one of a like name beside it. null: none is like it.
 */
export function nearestDockerfile(asked: string, found: readonly string[]): string | null {
  const lower = asked.toLowerCase()
  const name = basename(lower)
  const beside = found.filter((path) => dirname(path) === dirname(asked))
  const inside = found.filter((path) => path.startsWith(`${asked}/`))
  const same = found.find((path) => path.toLowerCase() === lower)
  const plain = inside.find((path) => basename(path).toLowerCase() === 'dockerfile')
  const named = [...beside, ...found].find((path) => basename(path).toLowerCase().split(/[._-]/).includes(name))
  const [like] = nearestNames(asked, beside, 1)
  return same ?? plain ?? inside[0] ?? named ?? like ?? null
}
