/** An error in an archive, without the archive's name; `archiveFailure` adds the words. */
export class ArchiveError extends Error {
  readonly kind:
    | 'not-a-tar'
    | 'not-a-file'
    | 'not-a-directory'
    | 'changed'
    | 'truncated'
    | 'damaged'
    | 'not-an-image'
    | 'missing-blob'
    | 'unknown-compression'
    | 'too-large'

  constructor(kind: ArchiveError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ArchiveError'
    this.kind = kind
  }
}
