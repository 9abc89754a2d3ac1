import { FailureError, type FailureKind, PartFailureError } from '../../../diagnostics/failure.ts'
import { ArchiveError } from '../../tar/archive-error.ts'

/** The failure for any error with the archive at a path. Other errors (an abort) are returned unchanged. */
export function archiveFailure(error: unknown, archive: string): unknown {
  if (error instanceof ArchiveError) {
    const [summary, nextStep] = wordsFor(error)
    return new FailureError(
      { kind: kinds[error.kind], summary: `${archive} ${summary}`, detail: error.message, nextStep },
      { cause: error },
    )
  }
  const code = (error as NodeJS.ErrnoException | null)?.code
  const words = code === undefined ? undefined : systemWords[code]
  if (words === undefined) return error
  const [summary, nextStep] = words
  return new FailureError(
    { kind: 'no-archive', summary: `${archive} ${summary}`, detail: '', nextStep },
    { cause: error },
  )
}

/**
 * The failure for an error in the bytes of one layer. It concerns only that layer; other errors concern the archive.
 *
 * @param layer counted from 0
 */
export function layerFailure(error: unknown, layer: number, archive: string): unknown {
  if (!(error instanceof ArchiveError) || error.kind === 'changed') return archiveFailure(error, archive)
  const [summary, nextStep] = wordsFor(error)
  return new PartFailureError(
    {
      kind: kinds[error.kind],
      summary: `layer ${layer + 1} of ${archive} ${error.kind === 'not-a-tar' ? 'is not a tar archive' : summary}`,
      detail: error.message,
      nextStep,
    },
    { cause: error },
  )
}

const kinds: Readonly<Record<ArchiveError['kind'], FailureKind>> = {
  'not-a-tar': 'not-an-archive',
  'not-a-file': 'not-an-archive',
  'not-a-directory': 'not-a-layout',
  changed: 'archive-changed',
  'not-an-image': 'not-an-image',
  truncated: 'archive-truncated',
  damaged: 'archive-damaged',
  'missing-blob': 'archive-damaged',
  'unknown-compression': 'archive-unreadable',
  'too-large': 'archive-unreadable',
}

const saveAgain = 'save it again: docker save IMAGE -o FILE'

function wordsFor({ kind }: ArchiveError): readonly [string, string] {
  switch (kind) {
    case 'not-a-tar':
      return ['is not a tar archive', 'give a file written by docker save']
    case 'not-a-file':
      return ['is not a regular file', 'save it to a file, or give it to standard input: layertui image -']
    case 'not-a-directory':
      return ['is not a directory', 'give an archive as docker-archive:FILE']
    case 'changed':
      return ['has changed since it was opened', 'open it again']
    case 'not-an-image':
      return ['holds no image', 'give a file written by docker save']
    case 'truncated':
      return ['is cut short', `wait until it is complete, or ${saveAgain}`]
    case 'damaged':
      return ['is damaged', saveAgain]
    case 'missing-blob':
      return ['is incomplete: a part of its image is missing', saveAgain]
    case 'unknown-compression':
      return ['has a layer in an unsupported format', 'supported: plain, gzip and zstd']
    case 'too-large':
      return ['is too large to be shown', 'choose another image']
  }
}

const systemWords: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ['does not exist', 'create it: docker save IMAGE -o FILE'],
  EACCES: ['may not be read', 'change its permissions'],
  EPERM: ['may not be read', 'change its permissions'],
  EISDIR: ['is a directory', 'give a file written by docker save, or a directory in the OCI layout as oci:DIRECTORY'],
  ENOSPC: ['cannot be unpacked: the disk is full', 'make room, or name another disk with XDG_CACHE_HOME'],
  EIO: ['cannot be read: the disk reports an error', 'copy it elsewhere'],
}
