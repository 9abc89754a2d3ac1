import type { Selector } from '../../context/checksum.ts'
import { digestOf } from '../../context/digest.ts'
import { compareNames } from '../../context/entry.ts'
import { parseByteSize } from '../../dockerfile/byte-size.ts'
import { baseName, cleanPath, isAbsolutePath, isAtOrBelow, joinPath } from '../../dockerfile/container-path.ts'
import { DockerfileError, hinted } from '../../dockerfile/dockerfile-error.ts'
import type { Mount } from '../../dockerfile/mount.ts'
import { daemonRules } from '../daemon-rules.ts'
import { pipesDirectory, type RunCommand } from './run-command.ts'
import { limitsRuns } from './run-options.ts'
import { workingDirectory } from './stage-state.ts'
import type { Stage } from './stage-table.ts'
import type { StepScope } from './step-scope.ts'
import type { VertexInput } from './vertex.ts'

export type RunMounts = {
  /** What the operation holds of mounts, secrets and agents. */
  readonly operation: readonly unknown[]
  readonly secrets: readonly unknown[]
  readonly inputs: readonly VertexInput[]
}

type PlacedMount = {
  readonly target: string
  /** What counts of it besides target and input. */
  readonly rules: readonly unknown[]
  readonly input: MountInput | null
}

type MountInput = {
  readonly key: string
  readonly source: VertexInput['source'] | null
  readonly path: string
  readonly writable: boolean
}

type MountGroup = { readonly number: number; readonly source: MountInput['source']; paths: string[]; writable: boolean }

/**
 * The mounts of a RUN, sorted by target. What is bound from one place is checksummed together, so which target gets
 * which path is no part of the key. Asks the contexts for the paths. Throws DockerfileError.
 * Source: dockerfile2llb/convert_runmount.go: dispatchRunMounts, solver/llbsolver/ops/exec.go: CacheMap.
 */
export function readRunMounts(scope: StepScope, mounts: readonly Mount[], { script }: RunCommand): RunMounts {
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
    if (mount.type !== 'secret' && mount.type !== 'ssh') placed.push(placeMount(scope, mount, index))
  })
  const { shmSize } = scope.options
  if (shmSize !== null && limitsRuns(scope)) {
    placed.push({ target: '/dev/shm', rules: [false, 'tmpfs', parseByteSize(shmSize) ?? shmSize], input: null })
  }
  placed.sort((a, b) => compareNames(a.target, b.target))

  const groups = new Map<string, MountGroup>()
  const operation = placed.map(({ target, rules, input }) => {
    if (input === null) return [target, rules]
    const group = groups.get(input.key) ?? { ...input, number: groups.size, paths: [] }
    groups.set(input.key, group)
    group.paths.push(input.path)
    group.writable ||= input.writable
    return [target, rules, group.number]
  })
  const inputs = [...groups.values()].flatMap(({ source, paths, writable }) =>
    source === null ? [] : [mountInput(source, { paths, writable })],
  )
  return { operation, secrets: mounts.flatMap(describeSecret), inputs }
}

function placeMount(scope: StepScope, mount: Mount, index: number): PlacedMount {
  const target = mountTarget(mount, workingDirectory(scope.state))
  const from = scope.command.sources[index]!
  switch (mount.type) {
    case 'tmpfs':
      return { target, rules: [mount.readOnly, 'tmpfs', mount.size ?? 0], input: null }
    case 'cache': {
      const reads = mount.from !== null && mount.from !== 'scratch'
      const input = reads ? stageInput(scope, mount, from) : null
      const { id, sharing } = cacheIdentity(scope, mount, target)
      return { target, rules: [mount.readOnly, 'cache', id, sharing, reads ? null : cacheOwner(mount)], input }
    }
    case 'bind':
      return {
        target,
        rules: [mount.readOnly, 'bind'],
        input: mount.from ? stageInput(scope, mount, from) : contextInput(scope, mount),
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

function contextInput(scope: StepScope, mount: Mount): MountInput {
  scope.contextPaths.add(sourcePath(mount))
  return { key: 'context', source: { kind: 'context' }, path: sourcePath(mount), writable: !mount.readOnly }
}

function stageInput(scope: StepScope, mount: Mount, from: Stage): MountInput {
  const state = scope.states.get(from)
  if (state === undefined) {
    throw hinted(
      `cannot mount from stage "${mount.from}" to "${mount.target ?? ''}", stage needs to be defined before current command`,
      'move that stage above this one',
    )
  }
  state.requested?.add(sourcePath(mount))
  const source = { kind: 'vertex', vertex: state.head } as const
  return { key: `vertex ${state.head?.identity ?? ''}`, source, path: sourcePath(mount), writable: !mount.readOnly }
}

/**
 * Only the default id (the target) with default sharing is in the key, except in daemons where all of it counts.
 * Source: exec.go: cacheMounts handling in CacheMap.
 */
function cacheIdentity(scope: StepScope, mount: Mount, target: string): { id: string; sharing: string } {
  const namespace = scope.options.buildArgs.BUILDKIT_CACHE_MOUNT_NS ?? ''
  const id = `${namespace}/${mount.id || cleanPath(mount.target ?? '')}`
  const sharing = mount.sharing ?? 'shared'
  if (daemonRules(scope.rules.daemon).cacheMountsCount) return { id, sharing }
  const isDefault = (id === target || id.slice(id.indexOf('/') + 1) === target) && sharing === 'shared'
  return isDefault ? { id, sharing } : { id: '', sharing: 'shared' }
}

/** Owner and mode make a directory of their own, unless a source path is given. */
function cacheOwner(mount: Mount): readonly number[] | null {
  const said = mount.uid !== null || mount.gid !== null || mount.mode !== null
  return said && sourcePath(mount) === '/' ? [mount.uid ?? 0, mount.gid ?? 0, mount.mode ?? 0o755] : null
}

function mountInput(
  source: VertexInput['source'],
  { paths, writable }: { readonly paths: readonly string[]; readonly writable: boolean },
): VertexInput {
  const outermost = [...new Set(paths)].filter(
    (path) => !paths.some((other) => other !== path && isAtOrBelow(path, other)),
  )
  const selectors = outermost.includes('/')
    ? [wholeSelector('/', { followLinks: false })]
    : outermost.sort(compareNames).map((path) => wholeSelector(path, { followLinks: true }))
  return { source, selectors, written: [], selectorKey: digestOf(paths), writable }
}

const wholeSelector = (path: string, { followLinks }: { readonly followLinks: boolean }): Selector => ({
  path,
  followLinks,
  wildcard: false,
  exclude: [],
  include: [],
  required: [],
})

/** Defaults spelled out are equal to none; the secret's value never counts. */
function describeSecret(mount: Mount): readonly unknown[] {
  const owner = [mount.uid ?? 0, mount.gid ?? 0, mount.required]
  if (mount.type === 'ssh') return [['ssh', mount.id ?? '', mount.target ?? '', mount.mode ?? 0o600, ...owner]]
  if (mount.type !== 'secret') return []
  const id = mount.source || mount.id || baseName(mount.target ?? '')
  const inEnvironment = mount.environment === null ? [] : [['secret env', id, mount.environment, mount.required]]
  if (mount.environment !== null && !mount.target) return inEnvironment
  const target = mount.target || `/run/secrets/${baseName(id)}`
  return [...inEnvironment, ['secret', id, target, mount.mode ?? 0o400, ...owner]]
}
