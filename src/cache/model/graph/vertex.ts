import type { Selector } from '../../../context/checksum/selector.ts'
import type { Owner } from './owner.ts'

/**
 * A node of the graph that the front end hands to the solver. Vertices of equal `identity` have the same definition
 * (operation and inputs, all the way up) and are one vertex to the solver.
 */
export type Vertex = ImageVertex | LocalVertex | RemoteVertex | StepVertex | MergeVertex

/** FROM an image; also the source of a COPY --from or mount that names an image. */
export type ImageVertex = {
  readonly kind: 'image'
  readonly identity: string
  /** The printed name; empty if the builder prints no line for it. */
  readonly name: string
  /** Complete reference. */
  readonly reference: string
  /** Chain of the image's layers, or its digest; null while it is not known. */
  readonly content: string | null
  /** The image ID that people see; null: not known, or the engine does not have the image. */
  readonly imageId: string | null
  /** The engine was asked and does not have the image. */
  readonly absent: boolean
  /** The engine has the image for another platform than the build asks for. */
  readonly foreign: { readonly had: string; readonly wanted: string } | null
}

/** A named local context as the source or base of something. */
export type LocalVertex = {
  readonly kind: 'local'
  readonly identity: string
  readonly contextName: string
}

/** The source of ADD url or ADD git. Every build asks the server; its content is known only online. */
export type RemoteVertex = {
  readonly kind: 'remote'
  readonly identity: string
  readonly name: string
  readonly source: string
  /** The pin of the content: `--checksum`, or a commit; null: the server decides in each build. */
  readonly content: string | null
}

/** RUN, COPY, ADD or WORKDIR. */
export type StepVertex = {
  readonly kind: 'run' | 'copy' | 'workdir'
  readonly identity: string
  readonly name: string
  readonly operation: string
  /** The file system it starts from; null: an empty one. */
  readonly parent: Vertex | null
  /** `content`: the step also mounts its parent, so the parent counts by its content instead of its key. */
  readonly parentBy: 'key' | 'content'
  readonly inputs: readonly VertexInput[]
  /** `--no-cache` or `--no-cache-filter` marks it. */
  readonly ignoreCache: boolean
  /** Why it can never run, where that is certain from the file alone. */
  readonly failure: string | null
  /** The effect on the file system, from which the content of a stage is derived. */
  readonly effect: StepEffect
}

/** `COPY --link` in the containerd store: the copy is made apart from its parent and merged over it. */
export type MergeVertex = {
  readonly kind: 'merge'
  readonly identity: string
  readonly name: string
  readonly parent: Vertex | null
  readonly copy: StepVertex
  readonly ignoreCache: boolean
}

/** The parent of a vertex, if the parent counts by its key. */
export function keyedParent(vertex: Vertex): Vertex | null {
  if (!('parent' in vertex)) return null
  return 'parentBy' in vertex && vertex.parentBy === 'content' ? null : vertex.parent
}

export type VertexInput = {
  readonly source: { readonly kind: 'context' } | { readonly kind: 'vertex'; readonly vertex: Vertex | null }
  /** The selectors that are checksummed, normalized. */
  readonly selectors: readonly Selector[]
  /** All selectors as written, which must exist when the step runs; empty for mounts. */
  readonly written: readonly Selector[]
  /** Digest of the full source paths: a part of the definition, not of the content. */
  readonly selectorKey: string
  /** The command can write to it; written data is dropped. */
  readonly writable: boolean
  /** The input is the step's own parent: only the parent's key counts, not its content. */
  readonly isParent: boolean
}

export type StepEffect =
  | CopyEffect
  | { readonly kind: 'directory'; readonly path: string; readonly owner: Owner | null }
  /**
   * An arbitrary change. `links`: the command may create links, so that one path can be another name of another path.
   */
  | { readonly kind: 'command'; readonly links: boolean }

export type CopyEffect = {
  readonly kind: 'copy'
  readonly actions: readonly CopyAction[]
  /** Clean and absolute, with its trailing `/` or `/.` where written. */
  readonly destination: string
  readonly mode: number | string | null
  readonly owner: Owner | null
}

export type CopyAction =
  | {
      readonly kind: 'files'
      /** Number of the vertex's input that it reads. */
      readonly input: number
      readonly selector: Selector
      readonly remote: boolean
      /** ADD: archives are unpacked. */
      readonly unpack: boolean
    }
  | { readonly kind: 'inline'; readonly name: string; readonly text: string; readonly exclude: readonly string[] }
