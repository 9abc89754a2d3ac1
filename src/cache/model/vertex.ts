import type { Selector } from '../../context/checksum/selector.ts'
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
  /** As printed; empty where nothing is printed. */
  readonly name: string
  /** Complete reference. */
  readonly reference: string
  /** Chain of the image's layers, or its digest; null while nobody could tell. */
  readonly content: string | null
  /** What people know the image by; null: nobody could tell, or the engine does not have it. */
  readonly imageId: string | null
  /** An engine was asked and does not have it. */
  readonly absent: boolean
  /** The engine has it for another processor than the build asks for. */
  readonly foreign: { readonly had: string; readonly wanted: string } | null
}

/** A named local context as the source or base of something. */
export type LocalVertex = {
  readonly kind: 'local'
  readonly identity: string
  readonly contextName: string
}

/** The source of ADD url or ADD git: asked in every build, known only online. */
export type RemoteVertex = {
  readonly kind: 'remote'
  readonly identity: string
  readonly name: string
  readonly source: string
  /** What pins the content: `--checksum`, or a commit; null: the server decides in each build. */
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
  /** `content`: it is mounted once more, and then what it holds counts and not how it came to be. */
  readonly parentBy: 'key' | 'content'
  readonly inputs: readonly VertexInput[]
  /** `--no-cache` or `--no-cache-filter` marks it. */
  readonly ignoreCache: boolean
  /** Why it can never run, where that is certain from the file alone. */
  readonly failure: string | null
  /** What it does to the file system, for deriving what a stage holds. */
  readonly effect: StepEffect
}

/** `COPY --link` in the containerd store: the copy is made apart from its parent and laid over it. */
export type MergeVertex = {
  readonly kind: 'merge'
  readonly identity: string
  readonly name: string
  readonly parent: Vertex | null
  readonly copy: StepVertex
  readonly ignoreCache: boolean
}

/** What a vertex starts from, where that counts by how it came to be. */
export function keyedParent(vertex: Vertex): Vertex | null {
  if (!('parent' in vertex)) return null
  return 'parentBy' in vertex && vertex.parentBy === 'content' ? null : vertex.parent
}

export type VertexInput = {
  readonly source: { readonly kind: 'context' } | { readonly kind: 'vertex'; readonly vertex: Vertex | null }
  /** What is checksummed, normalized. */
  readonly selectors: readonly Selector[]
  /** All selectors as written: what must be there when the step really runs; empty for mounts. */
  readonly written: readonly Selector[]
  /** Digest of the full source paths: a part of the definition, not of the content. */
  readonly selectorKey: string
  /** Bound so that the command can write to it; what it writes is dropped. */
  readonly writable: boolean
  /** The step itself starts from it: no content of it counts, only the parent's key. */
  readonly isParent: boolean
}

export type StepEffect =
  | CopyEffect
  | { readonly kind: 'directory'; readonly path: string; readonly owner: Owner | null }
  /** Anything at all; `links`: its command looks as if it makes links, so that paths can be other names of others. */
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
      /** Which of the vertex's inputs it reads. */
      readonly input: number
      readonly selector: Selector
      readonly remote: boolean
      /** ADD: archives are unpacked. */
      readonly unpack: boolean
    }
  | { readonly kind: 'inline'; readonly name: string; readonly text: string; readonly exclude: readonly string[] }
