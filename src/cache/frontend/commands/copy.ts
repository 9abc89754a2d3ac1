import { digestOf } from '../../../context/tree/digest.ts'
import { type FrontendFeatures, featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { parseHeredocMarker } from '../../../dockerfile/parser/heredoc.ts'
import { flagIsOn, flagValue, flagValues } from '../../../dockerfile/parser/instruction.ts'
import { splitAtBlanks } from '../../../dockerfile/parser/white-space.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { baseName, cleanPath, isAbsolutePath } from '../../../dockerfile/values/container-path.ts'
import { gitReference } from '../../../dockerfile/values/git-reference.ts'
import { parseChmod } from '../../../dockerfile/values/step-checks.ts'
import { daemonRules } from '../../model/daemon-features.ts'
import type { Owner } from '../../model/graph/owner.ts'
import type { CopyAction, CopyEffect, StepVertex, Vertex } from '../../model/graph/vertex.ts'
import { directorySetting, workingDirectory } from '../stages/stage-state.ts'
import { expandIn, type MadeStep, type StepScope, shownText, takeNextName } from '../step-scope.ts'
import { inLabsOnly, readChecksum, readCopySources, remoteKind } from './copy-sources.ts'
import { destinationPath } from './destination-path.ts'
import { unmakeableFile } from './inline-file.ts'
import { missingOwner, parseOwner } from './owner.ts'
import { variablesUsed } from './variables-used.ts'

/**
 * Converts COPY and ADD. The operation holds base names and no directories; the files behind them count by content.
 * Throws DockerfileError. Source: dockerfile2llb/convert_copy.go: dispatchCopy, solver/llbsolver/ops/file.go: CacheMap.
 */
export function copyStep(scope: StepScope): MadeStep {
  const { state, command } = scope
  const { instruction } = command
  const words = instruction.json ?? splitAtBlanks(instruction.rest)
  const written = expandIn(scope, words.at(-1)!)
  const destination = destinationPath(written, workingDirectory(state), featuresOf(scope.frontend))
  const owner = parseOwner(expandIn(scope, flagValue(instruction, 'chown') ?? ''))
  const mode = readMode(scope)
  checkChecksum(scope, words)
  const name = takeNextName(scope, shownText(scope, instruction.text, state.environment))
  const linked = flagIsOn(instruction, 'link') && scope.rules.builder === 'containerd' && writtenMode(scope) === ''
  // Source: dockerfile2llb/convert.go of 1.6: dispatchCopy.
  const ignoreCache = scope.ignoreCache && !(linked && !featuresOf(scope.frontend).linkedNoCache)
  const parent = linked ? null : state.head
  const { actions, inputs, requests, words: sources } = readCopySources(scope, words.slice(0, -1), { name, parent })

  const effect: CopyEffect = { kind: 'copy', actions, destination, mode, owner }
  const operation = operationDigest(
    effect,
    inputs.map(({ isParent }) => isParent),
  )
  const definition = inputs.map(({ source, selectorKey }) => [
    source.kind === 'context' ? 'context' : (source.vertex?.identity ?? null),
    selectorKey,
  ])
  const vertex: StepVertex = {
    kind: 'copy',
    identity: digestOf('step', linked, operation, parent?.identity ?? null, definition),
    name,
    operation,
    parent,
    parentBy: 'key',
    inputs,
    ignoreCache,
    failure: missingOwner(owner, parent) ?? unmakeableHeredoc(actions),
    effect,
  }
  const resolvedText = formatCopy(scope, effect, sources)
  return {
    vertex: linked ? mergeWith(scope.state.head, vertex) : vertex,
    resolvedText,
    stageSettings: isAbsolutePath(written) ? [] : directorySetting(state),
    environment: null,
    variablesUsed: variablesUsed(instruction, state.environment),
    requests,
  }
}

function unmakeableHeredoc(actions: readonly CopyAction[]): string | null {
  const failures = actions.map((action) => (action.kind === 'inline' ? unmakeableFile(action.name) : null))
  return failures.find((failure) => failure !== null) ?? null
}

function mergeWith(parent: Vertex | null, copy: StepVertex): MadeStep['vertex'] {
  const identity = digestOf('merge', parent?.identity ?? null, copy.identity)
  return { kind: 'merge', identity, name: copy.name, parent, copy, ignoreCache: copy.ignoreCache }
}

/** The value of --chmod, or empty. */
function writtenMode(scope: StepScope): string {
  const written = flagValue(scope.command.instruction, 'chmod') ?? ''
  return featuresOf(scope.frontend).modeVariables ? expandIn(scope, written) : written
}

/** The mode. A daemon that does not know modes in letters ignores them. */
function readMode(scope: StepScope): number | string | null {
  const mode = parseChmod(writtenMode(scope), scope.frontend)
  return typeof mode === 'string' && !daemonRules(scope.rules.daemon).symbolicModes ? null : mode
}

/** `--checksum` needs exactly one source, a download, and a well-formed digest for a file. Throws DockerfileError. */
function checkChecksum(scope: StepScope, words: readonly string[]): void {
  const checksum = readChecksum(scope)
  if (checksum === null) return
  if (inLabsOnly(scope.frontend))
    throw new DockerfileError("instruction 'ADD --checksum=<CHECKSUM>' requires the labs channel")
  const sources = words.slice(0, -1).filter((word) => parseHeredocMarker(word, featuresOf(scope.frontend)) === null)
  if (sources.length !== 1) throw new DockerfileError("checksum can't be specified for multiple sources")
  const source = expandIn(scope, sources[0]!)
  const kind = remoteKind(source, scope.frontend)
  if (!takesChecksum(source, featuresOf(scope.frontend)))
    throw new DockerfileError('checksum requires HTTP(S) or Git sources')
  if (kind === 'http' && !digestForm.test(checksum)) throw new DockerfileError(`invalid checksum: ${checksum}`)
}

/**
 * Whether `--checksum` applies to a source: to every file; to a repository if the front end supports it. Early front
 * ends also accept it for a repository whose address looks like that of a file.
 */
function takesChecksum(source: string, features: FrontendFeatures): boolean {
  const isAddress = /^https?:\/\//.test(source)
  if (gitReference(source, features) === null) return isAddress
  return features.gitChecksums || (!features.noGitFileChecksums && isAddress)
}

const digestForm = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/

/** The digest of the operation, which also records which inputs are the parent of the step. */
function operationDigest({ actions, destination, mode, owner }: CopyEffect, own: readonly boolean[]): string {
  return digestOf(
    'file',
    actions.map((action) => [...describeAction(action), destination, mode, owner]),
    own.includes(true) ? own : [],
  )
}

function describeAction(action: CopyAction): readonly unknown[] {
  if (action.kind === 'inline') {
    // A file that cannot be written has no content, so its name stands for it.
    const name = unmakeableFile(action.name) ?? baseName(cleanPath(`/${action.name}`))
    return ['inline', name, action.text, action.exclude]
  }
  const { path, exclude, include, required } = action.selector
  return [action.remote ? 'remote' : 'local', baseName(path), exclude, action.unpack, include, required]
}

/** The instruction with the values that are part of its key. */
function formatCopy({ command: { instruction } }: StepScope, effect: CopyEffect, sources: readonly string[]): string {
  const from = flagValue(instruction, 'from')
  const flags = [
    ...(from ? [`--from=${from}`] : []),
    ...(effect.owner === null ? [] : [`--chown=${formatOwner(effect.owner)}`]),
    ...(effect.mode === null
      ? []
      : [`--chmod=${typeof effect.mode === 'number' ? effect.mode.toString(8) : effect.mode}`]),
    ...['link', 'parents', 'unpack', 'keep-git-dir']
      .filter((flag) => flagIsOn(instruction, flag))
      .map((flag) => `--${flag}`),
    ...(flagIsOn(instruction, 'unpack') || flagValue(instruction, 'unpack') === null ? [] : ['--unpack=false']),
    ...flagValues(instruction, 'exclude').map((pattern) => `--exclude=${pattern}`),
    ...(flagValue(instruction, 'checksum') ? [`--checksum=${flagValue(instruction, 'checksum')}`] : []),
  ]
  const bodies = effect.actions.flatMap((action) =>
    action.kind === 'inline' ? [`\n${action.text}${action.name}`] : [],
  )
  return [instruction.keyword.toUpperCase(), ...flags, ...sources, effect.destination].join(' ') + bodies.join('')
}

const formatOwner = (owner: Owner): string =>
  owner.map((part) => (typeof part === 'number' ? String(part) : part.name)).join(':')
