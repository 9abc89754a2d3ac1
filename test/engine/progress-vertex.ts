/** What a builder prints about one vertex, whatever form the output has. */
export type ProgressVertex = {
  readonly name: string
  /** `OPEN`: started and never reported as completed (the build was cut off). `NONE`: named only. */
  readonly status: 'CACHED' | 'RAN' | 'ERROR' | 'CANCELED' | 'OPEN' | 'NONE'
  readonly error: string
  /** Digests of the vertices it needs. */
  readonly inputs: readonly string[]
  /** Vertices of one group print as one line (`COPY --link` in the containerd store is a copy and a merge). */
  readonly group: { readonly id: string; readonly name: string } | null
}

export type Progress = {
  readonly vertices: readonly ProgressVertex[]
  /** Lines that are not about a vertex: errors, warnings, hints. */
  readonly otherLines: readonly string[]
}
