import { basename, resolve } from 'node:path'
import type { BaselineName } from '../../cache/model/plan/baseline.ts'
import type { BuilderKind } from '../../cache/model/plan/plan.ts'
import { parseFrontendVersion } from '../../dockerfile/frontend/frontend.ts'
import { baselineForms, parseBaselineName } from '../../session/baselines/baseline-table.ts'
import type { BuildRequest } from '../../session/build-request.ts'
import type { ClientEnvironment } from './client-environment.ts'
import { type BuildOptionValues, isRemote, readBuildOptions } from './read-build-options.ts'
import { type ClassicOptionValues, readClassicOptions } from './read-legacy-options.ts'
import { UsageError } from './usage-error.ts'

export type RequestValues = BuildOptionValues &
  ClassicOptionValues & {
    readonly file?: string
    readonly baseline?: string
    /** Whose rules apply. */
    readonly rules?: string
    /** Of docker: the name of a buildx builder; the kinds of `--rules` are read as those. */
    readonly builder?: string
    readonly frontend?: string
    readonly daemon?: string
  }

/** Makes a build request of what was typed; `baseline` is what holds where none was given. */
export function readRequest(
  context: string,
  values: RequestValues,
  client: ClientEnvironment,
  baseline: 'now' | 'none',
): BuildRequest {
  const builder = readRules(values)
  return {
    context: readContext(context, client),
    // Docker takes an empty name for none.
    dockerfile: values.file === undefined || values.file === '' ? null : readDockerfile(values.file, client),
    options: {
      ...readBuildOptions(values, client, builder),
      ...(builder === 'legacy' ? readClassicOptions(values) : null),
    },
    baseline: values.baseline === undefined ? { kind: baseline, ref: null } : readBaseline(values.baseline, client),
    builder,
    frontend: values.frontend === undefined ? null : readFrontend(values.frontend),
    daemon: values.daemon === undefined ? null : readDaemon(values.daemon),
  }
}

function readContext(context: string, { directory }: ClientEnvironment): string {
  if (context === '') throw new UsageError('the context is empty', 'give a directory; . is the current one')
  if (context === '-')
    throw new UsageError('a context from standard input cannot be watched', 'give the directory that it was made of')
  if (isRemote(context))
    throw new UsageError(`${context} is not a directory`, 'clone it and give the directory; layertui watches files')
  return resolve(directory, context)
}

function readDockerfile(file: string, { directory }: ClientEnvironment): string {
  if (file === '-')
    throw new UsageError('a Dockerfile from standard input cannot be watched', 'save it to a file and give it with -f')
  if (isRemote(file)) throw new UsageError(`${file} is not a file`, 'download it and give the file with -f')
  const reader = otherReader(basename(file))
  if (reader !== null)
    throw new UsageError(
      `${file} is no Dockerfile: ${reader} reads it`,
      'give the Dockerfile that it names with -f, and its context; layertui plan --all finds the Dockerfiles',
    )
  return resolve(directory, file)
}

/** The program whose files have such a name; null: it may well be a Dockerfile. */
function otherReader(name: string): string | null {
  if (/^(docker-)?compose([._-].+)?\.ya?ml$/i.test(name)) return 'docker compose'
  return /^docker-bake([._-].+)?\.(hcl|json)$/i.test(name) ? 'docker buildx bake' : null
}

function readBaseline(spec: string, { directory }: ClientEnvironment): BaselineName {
  const name = parseBaselineName(spec, (path) => resolve(directory, path))
  if (name === null) throw new UsageError(`--baseline ${spec}: expected ${baselineForms}`)
  return name
}

const kinds: readonly BuilderKind[] = ['containerd', 'overlay2', 'legacy']

/** `--rules KIND`; `--builder KIND` means the same, as the option was once called. null: the engine's. */
function readRules({ rules, builder }: RequestValues): BuilderKind | null {
  if (rules === undefined) return kinds.find((kind) => kind === builder) ?? null
  const known = kinds.find((kind) => kind === rules)
  if (known === undefined) throw new UsageError(`--rules ${rules}: expected containerd, overlay2 or legacy`)
  return known
}

function readFrontend(version: string): NonNullable<BuildRequest['frontend']> {
  const frontend = parseFrontendVersion(version)
  if (frontend === null)
    throw new UsageError(
      `--frontend ${version} is not a known version`,
      'for example --frontend 1.18, 1.18-labs or builtin',
    )
  return frontend
}

/** `0.25`, `v0.25.2`, `25` → 25. Docker 20.10 has BuildKit 0.8, Docker 23 has 0.10: nothing stands before or between. */
function readDaemon(version: string): number {
  const minor = /^(?:v?0\.)?(\d{1,3})(?:\.\d+)?$/.exec(version)
  const number = Number(minor?.[1])
  if (number === 8 || number >= 10) return number
  throw new UsageError(
    `--daemon ${version} is not a BuildKit version of Docker`,
    'for example --daemon 0.25 (Docker 28.5), 0.8 (Docker 20.10)',
  )
}
