import { readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { BuilderKind } from '../../../cache/model/plan/plan.ts'
import type { Failure } from '../../../diagnostics/failure.ts'
import type { DockerfileText, TextFile } from '../../../session/build-files.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import { readTextFile } from './read-text-file.ts'

export type FoundDockerfile = { readonly file: DockerfileText } | { readonly failure: Failure }

/**
 * Reads the Dockerfile: the requested one, else the context's. A `dockerfile` is accepted instead of a `Dockerfile`;
 * the classic builder accepts it only if none is requested. A failure lists the paths that were tried and files with
 * similar names. `known` is the last result.
 * Source: buildx build/opt.go, BuildKit dockerui/config.go: ReadEntrypoint.
 */
export function findDockerfile(
  request: BuildRequest,
  { builder, known }: { readonly builder: BuilderKind; readonly known: TextFile | null },
): FoundDockerfile {
  const links = builder === 'legacy' ? 'lead anywhere' : 'stay in its directory'
  const files = dockerfilePaths(request, builder).map((path) => readTextFile(path, links, known))
  const found = files.find((file) => file.kind === 'text')
  if (found !== undefined) return leadsOut(request, found, builder) ? { failure: nothingAt(found) } : { file: found }
  const unreadable = files.find((file) => file.kind === 'unreadable')
  if (unreadable !== undefined) return { failure: cannotRead(unreadable.path, unreadable.code) }
  const [first] = files as [TextFile]
  return { failure: first.target === first.path ? missing(request, files) : nothingAt(first) }
}

/** The absolute paths at which a Dockerfile is searched, in this order. */
export function dockerfilePaths(request: BuildRequest, builder: BuilderKind): readonly string[] {
  const asked = request.dockerfile ?? join(request.context, 'Dockerfile')
  const lower = basename(asked) === 'Dockerfile' && (request.dockerfile === null || builder !== 'legacy')
  return lower ? [asked, join(dirname(asked), 'dockerfile')] : [asked]
}

/** The classic builder's client reads a Dockerfile outside the context only if it was requested. */
const leadsOut = ({ context, dockerfile }: BuildRequest, { target }: TextFile, builder: BuilderKind): boolean =>
  builder === 'legacy' && dockerfile === null && relative(realpathSync(context), target).startsWith('../')

function missing(request: BuildRequest, files: readonly TextFile[]): Failure {
  const tried = files.map(({ path }) => basename(path))
  const candidates = lookalikes(request.context)
  return {
    kind: 'no-dockerfile',
    summary:
      request.dockerfile === null
        ? `no Dockerfile in ${request.context} (tried ${tried.join(' and ')})`
        : `${request.dockerfile} does not exist`,
    detail: candidates.length === 0 ? '' : `found: ${candidates.join(', ')}`,
    nextStep:
      candidates.length === 0
        ? 'name it with -f, or give another context'
        : `name it with -f, for example -f ${join(request.context, candidates[0]!)}`,
  }
}

const nothingAt = ({ path, target }: TextFile): Failure => ({
  kind: 'no-dockerfile',
  summary: `${path} is a link that a builder cannot follow`,
  detail: `a builder sees only the Dockerfile’s own directory, where the link would lead to ${target}`,
  nextStep: 'name the file itself with -f',
})

const cannotRead = (path: string, code: string): Failure => ({
  kind: 'dockerfile-unreadable',
  summary: code === 'EISDIR' ? `${path} is a directory` : `${path} cannot be read (${code})`,
  detail: '',
  nextStep:
    code === 'EISDIR'
      ? `name a file in it with -f, for example -f ${join(path, 'Dockerfile')}`
      : 'make it a readable file, or name another with -f',
})

/** Files that look like a Dockerfile, in the context and one directory down. */
function lookalikes(context: string): string[] {
  const found: string[] = []
  for (const name of namesIn(context)) {
    if (looksLikeOne(name)) found.push(name)
    if (!name.startsWith('.') && name !== 'node_modules') {
      for (const inner of namesIn(join(context, name))) if (looksLikeOne(inner)) found.push(join(name, inner))
    }
    if (found.length >= 5) break
  }
  return found.slice(0, 5)
}

const looksLikeOne = (name: string): boolean =>
  /^(dockerfile|containerfile)(\..+)?$|\.dockerfile$/i.test(basename(name)) && !name.endsWith('.dockerignore')

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch {
    return []
  }
}
