import type { Selector } from '../../../context/checksum/selector.ts'
import { digestOf } from '../../../context/tree/digest.ts'
import { compareNames } from '../../../context/tree/entry.ts'
import { DockerfileError, hinted } from '../../../dockerfile/problems/dockerfile-error.ts'
import { parseByteSize } from '../../../dockerfile/values/byte-size.ts'
import { cleanPath, isAbsolutePath, isAtOrBelow, joinPath } from '../../../dockerfile/values/container-path.ts'
import type { Mount } from '../../../dockerfile/values/mount.ts'
import { daemonRules } from '../../model/daemon-features.ts'
import type { StepVertex, Vertex, VertexInput } from '../../model/graph/vertex.ts'
import { workingDirectory } from '../stages/stage-state.ts'
import type { Stage } from '../stages/stage-table.ts'
import type { PathRequest, StepScope } from '../step-scope.ts'
import { pipesDirectory, type RunCommand } from './run-command.ts'
import { limitsRuns } from './run-options.ts'
import { describePassed, isPassed } from './secret-mounts.ts'

export type RunMounts = {
  /** The mounts as they are part of the operation. */
  readonly operation: readonly unknown[]
  /** Secrets and agents as they are part of the operation. */
  readonly passed: readonly unknown[]
  readonly inputs: readonly VertexInput[]
  /** The paths that the mounts read of contexts, whether or not they count. */
  readonly requests: readonly PathRequest[]
  readonly parentBy: StepVertex['parentBy']
}

type PlacedMount = {
  readonly target: string
  /** The parts of the key besides target and input. */
  readonly rules: readonly unknown[]
  readonly input: MountInput | null
}

type MountInput = {
  readonly key: string
  readonly source: VertexInput['source'] | null
  /** null: the source must exist, and its content does not count. */
  readonly path: string | null
  readonly writable: boolean
}

type MountGroup = { readonly number: number; readonly source: MountInput['source']; paths: string[]; writable: boolean }

/**
 * The mounts of a RUN, sorted by target. Binds from one source are checksummed together, so the key does not tell which
 * target gets which path. Throws DockerfileError.
 * Source: dockerfile2llb/convert_runmount.go: dispatchRunMounts, solver/llbsolver/ops/exec.go: CacheMap.
 */
export function readRunMounts(scope: StepScope, mounts: readonly Mount[], { script }: RunCommand): RunMounts {
  rejectSecretVariables(scope, mounts)
  const placed: PlacedMount[] = []
  if (script !== null) {
    const key = `inline ${digestOf(script.name, script.text)}`
    placed.push({
      target: pipesDirectory,
      rules: [true, key],
      input: { key, source: null, path: '/', writable: false },
    })
  }
  mounts.forEach((mount, index) => {
    if (!isPassed(mount)) placed.push(placeMount(scope, mount, index))
  })
  const { shmSize } = scope.options
  const shmBytes = shmSize === null || !limitsRuns(scope) ? 0 : (parseByteSize(shmSize) ?? shmSize)
  if (shmBytes !== 0) placed.push({ target: '/dev/shm', rules: [false, 'tmpfs', shmBytes], input: null })
  placed.sort((a, b) => compareNames(a.target, b.target))

  const groups = new Map<string, MountGroup>()
  const operation = placed.map(({ target, rules, input }) => {
    if (input === null) return [target, rules]
    const group = groups.get(input.key) ?? { ...input, number: groups.size, paths: [] }
    groups.set(input.key, group)
    if (input.path !== null) group.paths.push(input.path)
    group.writable ||= input.writable
    return [target, rules, group.number]
  })
  const own = groups.get(vertexKey(scope.state.head))
  const ownByContent = daemonRules(scope.rules.daemon).ownMountsByContent
  // The parent and a mount of the parent are one input; the last mount decides how it counts.
  if (own !== undefined && ownByContent) own.paths.push('/')
  const inputs = [...groups.values()].flatMap((group) =>
    group.source === null
      ? []
      : [
          mountInput(group.source, {
            ...group,
            paths: countedPaths(scope, group.paths),
            own: group === own && !ownByContent,
          }),
        ],
  )
  return {
    operation: own === undefined || ownByContent ? operation : [...operation, own.paths],
    passed: describePassed(mounts),
    inputs,
    requests: mounts.flatMap((mount, index) => (isPassed(mount) ? [] : requestsOf(scope, mount, index))),
    parentBy: own !== undefined && ownByContent ? 'content' : 'key',
  }
}

/** The paths that count. In some daemons a mount of a whole source does not count beside a mount of a part of it. */
function countedPaths({ rules }: StepScope, paths: readonly string[]): string[] {
  const parts = paths.filter((path) => path !== '/')
  return parts.length === 0 || daemonRules(rules.daemon).wholeMountsCount ? [...paths] : parts
}

function rejectSecretVariables(scope: StepScope, mounts: readonly Mount[]): void {
  if (daemonRules(scope.rules.daemon).secretVariables || mounts.every(({ environment }) => environment === null)) return
  throw new DockerfileError('requested experimental feature exec.secretenv is not supported by build server')
}

function placeMount(scope: StepScope, mount: Mount, index: number): PlacedMount {
  const target = mountTarget(mount, workingDirectory(scope.state))
  const from = scope.command.sources[index]!
  switch (mount.type) {
    case 'tmpfs':
      // The stage must exist, although its content does not count.
      if (mount.from) stageInput(scope, mount, from)
      return { target, rules: [mount.readOnly, 'tmpfs', mount.size ?? 0], input: null }
    case 'cache': {
      const { id, sharing } = cacheIdentity(scope, mount, target)
      const owner = cacheOwner(scope, mount)
      const stage = stageInput(scope, mount, from)
      // The mount is then a directory that is created on top of the stage.
      const input = stage === null || owner === null ? stage : { ...stage, key: `${stage.key} ${owner}`, path: null }
      return { target, rules: [mount.readOnly, 'cache', id, sharing, owner], input }
    }
    case 'bind': {
      const input = mount.from ? stageInput(scope, mount, from) : contextInput(mount)
      return { target, rules: [mount.readOnly, input === null ? 'empty' : 'bind'], input }
    }
    case 'secret':
    case 'ssh':
      throw new Error(`${mount.type} is not placed in the file system like other mounts`)
  }
}

function mountTarget(mount: Mount, workdir: string): string {
  const written = mount.target ?? ''
  const target = isAbsolutePath(written) ? written : joinPath('/', workdir, written)
  if (target === '/') throw new DockerfileError('invalid mount target "/"')
  return target
}

const sourcePath = (mount: Mount): string => joinPath('/', mount.source ?? '')

/** The path that a mount requests, even if it does not count. A mount without a path requests the whole source. */
function requestsOf(scope: StepScope, mount: Mount, index: number): readonly PathRequest[] {
  const path = sourcePath(mount)
  if (mount.type !== 'cache' && !mount.from) return [{ from: null, path }]
  const from = scope.states.get(scope.command.sources[index]!)
  return from === undefined ? [] : [{ from, path }]
}

function contextInput(mount: Mount): MountInput {
  return { key: 'context', source: { kind: 'context' }, path: sourcePath(mount), writable: !mount.readOnly }
}

/** The last vertex of the source. null: the stage is empty, and a source path in it does not count. */
function stageInput(scope: StepScope, mount: Mount, from: Stage): MountInput | null {
  const state = scope.states.get(from)
  if (state === undefined) {
    // Early front ends do not look ahead for what triggers read; an empty stage always exists.
    if (from.index === null && from.base === 'scratch') return null
    throw hinted(
      `cannot mount from stage "${mount.from}" to "${mount.target ?? ''}", stage needs to be defined before current command`,
      'move that stage above this one',
    )
  }
  if (state.head === null) return null
  const source = { kind: 'vertex', vertex: state.head } as const
  return { key: vertexKey(state.head), source, path: sourcePath(mount), writable: !mount.readOnly }
}

const vertexKey = (vertex: Vertex | null): string => `vertex ${vertex?.identity ?? ''}`

/**
 * The key holds a cache mount only if it has the default id (the target) and default sharing. Early daemons count every
 * id and sharing. Source: exec.go: cacheMounts handling in CacheMap.
 */
function cacheIdentity(scope: StepScope, mount: Mount, target: string): { id: string; sharing: string } {
  const namespace = scope.options.buildArgs.BUILDKIT_CACHE_MOUNT_NS ?? ''
  const id = `${namespace}/${mount.id || cleanPath(mount.target ?? '')}`
  const sharing = mount.sharing ?? 'shared'
  if (daemonRules(scope.rules.daemon).cacheMountsCount) return { id, sharing }
  const isDefault = (id === target || id.slice(id.indexOf('/') + 1) === target) && sharing === 'shared'
  return isDefault ? { id, sharing } : { id: '', sharing: 'shared' }
}

/**
 * Without a source path, a mount with an owner or mode gets a new directory. It counts by content; in some daemons the
 * content has no owner.
 */
function cacheOwner({ rules }: StepScope, mount: Mount): readonly number[] | null {
  const said = mount.uid !== null || mount.gid !== null || mount.mode !== null
  if (!said || sourcePath(mount) !== '/') return null
  const mode = mount.mode ?? 0o755
  return daemonRules(rules.daemon).ownersCount ? [mount.uid ?? 0, mount.gid ?? 0, mode] : [mode]
}

function mountInput(
  source: VertexInput['source'],
  { paths, writable, own }: Pick<MountGroup, 'paths' | 'writable'> & { readonly own: boolean },
): VertexInput {
  const outermost = [...new Set(paths)].filter(
    (path) => !paths.some((other) => other !== path && isAtOrBelow(path, other)),
  )
  const selectors = outermost.includes('/')
    ? [wholeSelector('/', { followLinks: false })]
    : outermost.sort(compareNames).map((path) => wholeSelector(path, { followLinks: true }))
  return { source, selectors, written: [], selectorKey: digestOf(paths), writable, isParent: own }
}

const wholeSelector = (path: string, { followLinks }: { readonly followLinks: boolean }): Selector => ({
  path,
  followLinks,
  wildcard: false,
  exclude: [],
  include: [],
  required: [],
})
