import { normalizeSelectors } from '../../../context/checksum/checksum.ts'
import type { Selector } from '../../../context/checksum/selector.ts'
import { hasWildcard } from '../../../context/ignore/glob.ts'
import { digestOf } from '../../../context/tree/digest.ts'
import { type ExpandOptions, expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import { longestBody } from '../../../dockerfile/expansion/expansion-limits.ts'
import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { chompTabs, parseHeredocMarker } from '../../../dockerfile/parser/heredoc.ts'
import { flagIsOn, flagValue, flagValues } from '../../../dockerfile/parser/instruction.ts'
import { DockerfileError, hinted } from '../../../dockerfile/problems/dockerfile-error.ts'
import { baseName, cleanPath, isAbsolutePath } from '../../../dockerfile/values/container-path.ts'
import { gitReference } from '../../../dockerfile/values/git-reference.ts'
import { daemonRules } from '../../model/daemon-features.ts'
import type { CopyAction, Vertex, VertexInput } from '../../model/graph/vertex.ts'
import type { StageState } from '../stages/stage-state.ts'
import { expandIn, lexerOf, type PathRequest, type StepScope } from '../step-scope.ts'

export type CopySources = {
  readonly actions: readonly CopyAction[]
  readonly inputs: readonly VertexInput[]
  /** The paths that are read of the context or a named context. */
  readonly requests: readonly PathRequest[]
  /** The source words after expansion, for display. */
  readonly words: readonly string[]
}

/**
 * Reads the source words of a COPY or ADD: which paths they select, and whether from the context, a stage, a URL, a
 * repository or an inline file. Throws DockerfileError. `name` is the step's printed name, `parent` the vertex that the
 * step starts from.
 */
export function readCopySources(
  scope: StepScope,
  words: readonly string[],
  { name, parent }: { readonly name: string; readonly parent: Vertex | null },
): CopySources {
  const { instruction } = scope.command
  const inputs = new InputList()
  const actions: CopyAction[] = []
  const requests: PathRequest[] = []
  const shown: string[] = []
  const { filtersCopies } = daemonRules(scope.rules.daemon)
  const exclude = filtersCopies ? flagValues(instruction, 'exclude') : []
  const plain = words.filter((word) => parseHeredocMarker(word, featuresOf(scope.frontend)) === null)
  for (const word of plain) {
    const source = expandIn(scope, word)
    const remote = remoteSource(scope, source)
    shown.push(source)
    if (remote !== null) {
      const { key, path, content, unpack } = remote
      const identity = digestOf('remote', key, content)
      const vertex = { kind: 'remote', identity, name, source: key, content } as const
      const selector: Selector = { path, followLinks: false, wildcard: false, exclude, include: [], required: [] }
      const input = inputs.add(identity, { kind: 'vertex', vertex }, selector)
      actions.push({ kind: 'files', input, selector, remote: true, unpack })
    } else {
      const selector = localSelector(scope, source, exclude)
      const input = addLocal(scope, inputs, selector)
      requests.push({ from: sourceState(scope), path: cleanPath(`/${source}`) })
      actions.push({ kind: 'files', input, selector, remote: false, unpack: unpacks(scope) })
    }
  }
  for (const word of words) {
    const marker = parseHeredocMarker(word, featuresOf(scope.frontend))
    if (marker === null) continue
    // When two bodies have one name, both words get the last body.
    const body = instruction.heredocs.findLast((heredoc) => heredoc.name === marker.name)?.body ?? ''
    const text = marker.chomp ? chompTabs(body) : body
    const expanded = marker.expand ? expandWord(text, scope.state.environment, heredocLexer(scope)) : text
    actions.push({ kind: 'inline', name: marker.name, text: expanded, exclude })
    shown.push(`<<${marker.name}`)
  }
  return { actions, inputs: inputs.finish(parent), requests, words: shown }
}

const heredocLexer = (scope: StepScope): ExpandOptions => ({
  ...lexerOf(scope),
  escape: '\\',
  literalQuotes: true,
  longest: longestBody,
})

function unpacks({ command: { instruction } }: StepScope): boolean {
  return flagValue(instruction, 'unpack') === null ? instruction.keyword === 'add' : flagIsOn(instruction, 'unpack')
}

function localSelector(scope: StepScope, source: string, exclude: readonly string[]): Selector {
  const { path, include, required } = flagIsOn(scope.command.instruction, 'parents')
    ? parentsSelection(scope, source)
    : { path: cleanPath(`/${source}`), include: [], required: [] }
  return { path, followLinks: true, wildcard: hasWildcard(path), exclude, include, required }
}

/**
 * `--parents`: the text before the first `/./` is the root of the copy, the rest is a pattern below it. An absolute
 * pattern stays as written; a relative one is cleaned.
 * Source: util/system/path.go: NormalizePath.
 */
function parentsSelection(scope: StepScope, source: string): Pick<Selector, 'path' | 'include' | 'required'> {
  const pivot = source.indexOf('/./')
  const root = pivot < 0 ? '/' : source.slice(0, pivot)
  const written = pivot < 0 ? source : source.slice(pivot + 3)
  const pattern = isAbsolutePath(written) ? written : cleanPath(`/${written}`)
  // Both sides must know required paths.
  const plainly =
    featuresOf(scope.frontend).requiredParents &&
    daemonRules(scope.rules.daemon).requiredPaths &&
    !hasWildcard(root) &&
    !hasWildcard(pattern)
  return {
    path: cleanPath(`/${root}`),
    include: daemonRules(scope.rules.daemon).filtersCopies ? [pattern.slice(1)] : [],
    required: plainly ? [cleanPath(`/${root}${pattern}`)] : [],
  }
}

function addLocal(scope: StepScope, inputs: InputList, selector: Selector): number {
  const state = sourceState(scope)
  if (state === null) return inputs.add('context', { kind: 'context' }, selector)
  return inputs.add(`vertex ${state.head?.identity ?? ''}`, { kind: 'vertex', vertex: state.head }, selector)
}

/** The stage that `--from` names, as it ends; null: the source is the context. Throws DockerfileError. */
function sourceState({ command, states }: StepScope): StageState | null {
  const from = command.sources[0]
  if (from === undefined) return null
  const state = states.get(from)
  if (state !== undefined) return state
  throw hinted(
    `cannot copy from stage "${from.name || from.base}", it needs to be defined before the current stage`,
    'move that stage above this one',
  )
}

const urlForm = /^https?:\/\//

/** The way in which a source is downloaded; null: it is read from the context. Throws DockerfileError. */
export function remoteKind(source: string, frontend: Frontend): 'git' | 'http' | null {
  if (gitReference(source, featuresOf(frontend)) === 'repository') return 'git'
  return urlForm.test(source) ? 'http' : null
}

/** Whether repositories and checksums of ADD are experimental in this front end. */
export const inLabsOnly = (frontend: Frontend): boolean => !featuresOf(frontend).gitSourcesOutsideLabs

/** `--checksum` of ADD, expanded; null: none. */
export const readChecksum = (scope: StepScope): string | null =>
  expandIn(scope, flagValue(scope.command.instruction, 'checksum') ?? '') || null

type Remote = { readonly key: string; readonly path: string; readonly content: string | null; readonly unpack: boolean }

function remoteSource(scope: StepScope, source: string): Remote | null {
  const kind = remoteKind(source, scope.frontend)
  if (kind === null) return null
  const { instruction } = scope.command
  if (instruction.keyword === 'copy')
    throw hinted(`source can't be a ${kind === 'git' ? 'git ref' : 'URL'} for COPY`, 'ADD downloads')
  const checksum = readChecksum(scope)
  if (kind === 'git') {
    if (inLabsOnly(scope.frontend)) throw new DockerfileError('instruction ADD <git ref> requires the labs channel')
    const kept = flagIsOn(instruction, 'keep-git-dir') ? ' with .git' : ''
    const pinned = pinnedTree(source, checksum)
    const content = pinned === null ? null : `${pinned}${kept}`
    return { key: `${source}${kept}`, path: '/', content, unpack: false }
  }
  const unpack = flagIsOn(instruction, 'unpack')
  return { key: source, path: `/${urlBaseName(source)}`, content: checksum, unpack }
}

/**
 * The commit and directory that `#COMMIT:DIRECTORY` or `--checksum` pins. null: the source names a branch or tag, or
 * has a query that may change what is fetched.
 */
function pinnedTree(source: string, checksum: string | null): string | null {
  const fragment = source.includes('#') ? source.slice(source.indexOf('#') + 1) : ''
  const [ref = '', directory = ''] = fragment.split(':')
  const commit = checksum ?? (fullCommit.test(ref) ? ref : null)
  return commit === null || source.includes('?') ? null : `${commit}:${directory}`
}

const fullCommit = /^[0-9a-f]{40}$/

function urlBaseName(url: string): string {
  if (!URL.canParse(url)) throw new DockerfileError(`invalid URL: ${url}`)
  const name = baseName(new URL(url).pathname)
  return name === '/' || name === '.' ? '__unnamed__' : name
}

/** Collects selectors by the state that they are read from, in order of first mention. */
class InputList {
  readonly #inputs = new Map<string, { source: VertexInput['source']; selectors: Selector[] }>()

  /** Returns the number of the input. */
  add(key: string, source: VertexInput['source'], selector: Selector): number {
    const known = this.#inputs.get(key)
    if (known === undefined) this.#inputs.set(key, { source, selectors: [selector] })
    else known.selectors.push(selector)
    return [...this.#inputs.keys()].indexOf(key)
  }

  /**
   * The parent of the step does not count as a second input: BuildKit drops its selectors. Two source paths with the
   * same base name are then the same to it. Source: client/llb/fileop.go: addInput, ops/file.go: CacheMap
   * (invalidSelectors).
   */
  finish(parent: Vertex | null): VertexInput[] {
    return [...this.#inputs.values()].map(({ source, selectors }) => ({
      source,
      selectors: normalizeSelectors(selectors),
      written: selectors,
      selectorKey: digestOf(selectors.map(({ path }) => path).sort()),
      writable: false,
      isParent: parent !== null && source.kind === 'vertex' && source.vertex?.identity === parent.identity,
    }))
  }
}
