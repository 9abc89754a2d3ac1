import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Failure } from '../../notice/failure.ts'
import type { BuildRequest } from '../../session/build-request.ts'
import { readTextFile, type TextFile } from './read-text-file.ts'

export type FoundDockerfile = { readonly file: TextFile & { readonly kind: 'text' } } | { readonly failure: Failure }

/**
 * Reads the Dockerfile: the one asked for, else `Dockerfile` and then `dockerfile` in the context, as buildx does.
 * A failure names what was tried and which files look like one.
 */
export function findDockerfile(request: BuildRequest, known: TextFile | null): FoundDockerfile {
  const tried = request.dockerfile === null ? ['Dockerfile', 'dockerfile'] : [request.dockerfile]
  for (const name of tried) {
    const path = request.dockerfile ?? join(request.context, name)
    const file = readTextFile(path, known)
    if (file.kind === 'text') return { file }
    if (file.kind === 'unreadable') return { failure: unreadable(path, file.code) }
  }
  return { failure: missing(request, tried) }
}

function missing(request: BuildRequest, tried: readonly string[]): Failure {
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

const unreadable = (path: string, code: string): Failure => ({
  kind: 'dockerfile-unreadable',
  summary: code === 'EISDIR' ? `${path} is a directory` : `${path} cannot be read (${code})`,
  detail: '',
  nextStep:
    code === 'EISDIR' ? `name a file in it with -f, for example -f ${join(path, 'Dockerfile')}` : 'make it readable',
})

/** Files that look like a Dockerfile, in the context and one folder down. */
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
