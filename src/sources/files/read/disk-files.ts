import type { BuildFileReader } from '../../../session/ports.ts'
import { contextFault } from './context-fault.ts'
import { dockerfilePaths, findDockerfile } from './find-dockerfile.ts'
import { readIgnoreFile } from './read-ignore-file.ts'

/** Dockerfiles and ignore files on the disk of this machine. */
export const diskFiles: BuildFileReader = {
  readDockerfile(request, { builder, known }) {
    const fault = contextFault(request)
    if (fault !== null) return { kind: 'no-context', failure: fault }
    const found = findDockerfile(request, { builder, known })
    const tried = dockerfilePaths(request, builder)
    return 'failure' in found
      ? { kind: 'missing', failure: found.failure, tried }
      : { kind: 'read', file: found.file, tried }
  },
  readIgnoreFile,
}
