import type { BuildGraph } from '../../../cache/model/build-graph.ts'
import { type BuildRules, defaultRules } from '../../../cache/model/build-options.ts'
import { daemonRules } from '../../../cache/model/daemon-features.ts'
import type { DirectoryEntry } from '../../../context/tree/entry.ts'
import { type Failure, FailureError } from '../../../diagnostics/failure.ts'
import type { Problem } from '../../../diagnostics/problem.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import { type BuildInputs, readGraph } from '../../../session/predict-build.ts'
import { contextFault, namedFailure } from '../read/context-fault.ts'
import { dockerfilePaths, findDockerfile } from '../read/find-dockerfile.ts'
import { type ReadIgnoreFile, readIgnoreFile } from '../read/read-ignore-file.ts'
import type { TextFile } from '../read/read-text-file.ts'
import { shownPath } from '../read/shown-path.ts'
import { ContextTree, type TreeControl } from '../tree/context-tree.ts'

/** What stands in the way of a plan, or nothing. */
export type Readiness =
  | { readonly kind: 'ready'; readonly graph: BuildGraph }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'failure'; readonly failure: Failure }

/** A directory that the build reads; `name` is null for its own context. */
export type OpenContext = { readonly name: string | null; readonly tree: ContextTree; readonly ignore: ReadIgnoreFile }

export type OpenBuildOptions = {
  readonly request: BuildRequest
  readonly environment: NodeJS.ProcessEnv
  /** Hears of every directory before it is read; `context` as `contextKey` names it. */
  readonly entering?: (context: string, root: string, directory: string) => void
}

/** The files of one build on disk: its Dockerfile, ignore files and contexts, read anew when asked. */
export class OpenBuild {
  readonly request: BuildRequest
  rules: BuildRules = defaultRules
  images: ReadonlyMap<string, BaseImage> = new Map()
  readonly #options: OpenBuildOptions
  readonly #own: ContextTree
  readonly #named = new Map<string, OpenContext>()
  #dockerfile: (TextFile & { readonly kind: 'text' }) | null = null
  #ignore: ReadIgnoreFile | null = null

  constructor(options: OpenBuildOptions) {
    this.request = options.request
    this.#options = options
    this.#own = this.#treeAt(null, options.request.context)
  }

  /** The Dockerfile as last read, also while it is broken; null: there was none. */
  get dockerfile(): { readonly path: string; readonly shown: string; readonly text: string } | null {
    if (this.#dockerfile === null) return null
    const { path, text } = this.#dockerfile
    return { path, shown: shownPath(this.request.context, path), text }
  }

  /** The contexts that the last graph reads, the build's own first. */
  get contexts(): readonly OpenContext[] {
    const own = this.#ignore === null ? [] : [{ name: null, tree: this.#own, ignore: this.#ignore }]
    return [...own, ...this.#named.values()]
  }

  /** Reads the Dockerfile and the ignore files. Problems come in the order in which a build would meet them. */
  read(): Readiness {
    const fault = contextFault(this.request)
    if (fault !== null) return { kind: 'failure', failure: fault }
    const found = findDockerfile(this.request, { builder: this.rules.builder, known: this.#dockerfile })
    if ('failure' in found) {
      this.#dockerfile = null
      return { kind: 'failure', failure: found.failure }
    }
    this.#dockerfile = found.file
    const { graph, problem } = readGraph(
      { text: found.file.text, options: this.request.options, images: this.images },
      this.rules,
    )
    if (graph === null) return { kind: 'problem', problem: { ...problem, file: this.dockerfile!.shown } }
    this.#readIgnoreFiles(graph)
    const broken = this.contexts.find(({ ignore }) => ignore.problem !== null)
    return broken === undefined ? { kind: 'ready', graph } : { kind: 'problem', problem: broken.ignore.problem! }
  }

  /** The Dockerfile is there and holds nothing: most likely an editor has emptied it to write it anew. */
  get isEmptied(): boolean {
    return this.#dockerfile?.text === ''
  }

  /** Walks the contexts that are not walked under their present rules. Throws as `walkOne` does. */
  async walk(control: TreeControl): Promise<void> {
    for (const context of this.contexts) if (!isWalked(context)) await walkOne(context, control)
  }

  /** What a build started now would read; only after a walk. */
  inputs(): BuildInputs {
    const named = new Map<string, DirectoryEntry>()
    for (const { name, tree } of this.#named.values()) if (tree.snapshot !== null) named.set(name!, tree.snapshot)
    return {
      text: this.#dockerfile?.text ?? '',
      options: this.request.options,
      context: this.#own.snapshot,
      named,
      contextPath: this.request.context,
      images: this.images,
      ignore: this.#ignore?.rules ?? null,
      namedIgnore: new Map([...this.#named.values()].map(({ name, ignore }) => [name!, ignore.rules])),
    }
  }

  async hash(
    unhashed: readonly { readonly context: string | null; readonly path: string }[],
    control: TreeControl,
  ): Promise<void> {
    for (const { name, tree } of this.contexts) {
      const paths = unhashed.filter(({ context }) => context === name).map(({ path }) => path)
      if (paths.length > 0) await tree.hash(paths, control)
    }
  }

  /** Remembers digests for the next run. */
  save(): void {
    for (const { tree } of this.contexts) tree.save()
  }

  /** Files outside the contexts' trees, or hidden from them, on which the plan hangs; absolute. */
  get looseFiles(): readonly string[] {
    const wanted = dockerfilePaths(this.request, this.rules.builder)
    const files = [this.#dockerfile ?? [], ...this.contexts.map(({ ignore }) => ignore.looked)].flat()
    return [...new Set([...wanted, ...files.flatMap(({ path, target }) => [path, target])])]
  }

  #readIgnoreFiles(graph: BuildGraph): void {
    const { context } = this.request
    const { matching } = daemonRules(this.rules.daemon)
    this.#ignore = readIgnoreFile(
      {
        context,
        shownFrom: context,
        dockerfile: this.#dockerfile!.path,
        builder: this.rules.builder,
        emptyCounts: !graph.frontend.external,
        matching,
      },
      this.#ignore,
    )
    const wanted = new Map(graph.namedContexts.map(({ name, directory }) => [name, directory]))
    for (const name of this.#named.keys()) if (!wanted.has(name)) this.#named.delete(name)
    for (const [name, directory] of wanted) {
      const known = this.#named.get(name)
      const { builder } = this.rules
      const place = { context: directory, shownFrom: context, dockerfile: null, builder, emptyCounts: true, matching }
      const ignore = readIgnoreFile(place, known?.ignore ?? null)
      this.#named.set(name, { name, tree: known?.tree ?? this.#treeAt(name, directory), ignore })
    }
  }

  #treeAt(name: string | null, root: string): ContextTree {
    const { environment, entering } = this.#options
    const context = contextKey(name)
    return new ContextTree({ root, environment, entering: (directory) => entering?.(context, root, directory) })
  }
}

/** A context's name among all of a build: `''` is its own. Two of them may be the same directory under other rules. */
export const contextKey = (name: string | null): string => name ?? ''

/** Whether the snapshot is there and was made under the present ignore rules. */
export const isWalked = ({ tree, ignore }: OpenContext): boolean => tree.isWalkedBy(ignore.rules)

/** Looks at everything in one context. Throws `FailureError` when it is out of reach, and the signal's reason. */
export async function walkOne({ name, tree, ignore }: OpenContext, control: TreeControl): Promise<void> {
  try {
    await tree.walk(ignore.rules, control)
  } catch (error) {
    if (!(error instanceof FailureError) || name === null) throw error
    throw new FailureError(namedFailure(name, error.failure), { cause: error })
  }
}
