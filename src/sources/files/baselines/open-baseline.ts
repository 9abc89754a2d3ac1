import { isAbsolute, relative, resolve } from 'node:path'
import { parseBaseline } from '../../../cache/baseline-file/baseline-file.ts'
import type { BuildRules } from '../../../cache/model/build-options.ts'
import { type BuilderState, emptyBuilder } from '../../../cache/model/builder-state.ts'
import type { Plan } from '../../../cache/model/plan.ts'
import { FailureError } from '../../../diagnostics/failure.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import { type BuildInputs, builderAfter } from '../../../session/predict-build.ts'
import { mebibyte, readRegularFile } from '../../read-regular-file.ts'
import { OpenBuild } from '../build/build-files.ts'
import { simulateOpenBuild } from '../build/simulate-open-build.ts'
import { errorCode } from '../read/context-failure.ts'
import type { TreeControl } from '../tree/context-tree.ts'

/**
 * The builder that a plan is measured against: what it started with and the builds it has run since. The builds are
 * kept as inputs, so that they can be run again when it turns out later which rules or which base images applied.
 */
export type Baseline = {
  readonly shown: Plan['baseline']
  readonly start: BuilderState
  readonly builds: readonly BuildInputs[]
}

/** How a baseline is obtained; `present` predicts what is on disk now. */
export type BaselineNeeds = {
  readonly build: OpenBuild
  readonly environment: NodeJS.ProcessEnv
  readonly control: TreeControl
}

type BaselineKind = {
  /** `ref` is what follows the colon. Throws `FailureError`. */
  readonly open: (ref: string, needs: BaselineNeeds) => Promise<Baseline> | Baseline
}

/** Every kind of `--baseline`. */
export const baselineKinds = {
  none: { open: () => ({ shown: { kind: 'none', ref: null }, start: emptyBuilder, builds: [] }) },
  now: { open: (_ref, needs) => openNow(needs) },
  file: { open: (ref) => openFile(ref) },
  dir: { open: (ref, needs) => openDirectory(ref, needs) },
} satisfies Readonly<Record<string, BaselineKind>>

/** Opens `--baseline SPEC`. Throws `FailureError` for one that cannot be had. */
export async function openBaseline(spec: string, needs: BaselineNeeds): Promise<Baseline> {
  const { kind, ref } = splitSpec(spec)
  const kinds: Readonly<Record<string, BaselineKind>> = baselineKinds
  const known = kinds[kind]
  if (known !== undefined) return known.open(ref, needs)
  throw new FailureError({
    kind: 'unknown-baseline',
    summary: `unknown baseline ${spec}`,
    detail: '',
    nextStep: `use ${Object.keys(baselineKinds).join(', ')} (file:PATH, dir:PATH)`,
  })
}

export function splitSpec(spec: string): { readonly kind: string; readonly ref: string } {
  const colon = spec.indexOf(':')
  return colon < 0 ? { kind: spec, ref: '' } : { kind: spec.slice(0, colon), ref: spec.slice(colon + 1) }
}

/** The builder as the baseline left it, under rules that may have become known since. */
export const builderOf = ({ builds, start }: Baseline, rules: BuildRules): BuilderState =>
  builderAfter(builds, rules, start)

async function openNow({ build, control }: BaselineNeeds): Promise<Baseline> {
  const shown: Plan['baseline'] = { kind: 'now', ref: null, recordedAt: new Date().toISOString() }
  const { inputs } = await simulateOpenBuild(build, emptyBuilder, shown, control)
  return { shown, start: emptyBuilder, builds: [inputs] }
}

/** Reads a baseline file. Throws `FailureError` when it is missing, not one, cut off or of another version. */
export function openFile(path: string): Baseline {
  const parsed = parseBaseline(readBaselineText(path))
  if (parsed.problem !== null) {
    throw new FailureError({
      kind: 'bad-baseline',
      summary: `${path}: ${parsed.problem}`,
      detail: '',
      nextStep: `delete it and record again: layertui record -o ${path}`,
    })
  }
  const { recordedAt } = parsed.meta
  return { shown: { kind: 'file', ref: path, recordedAt }, start: parsed.builder, builds: [] }
}

/** A baseline of 100,000 files takes some 20 MiB. */
const mostBytes = 256 * mebibyte

function readBaselineText(path: string): string {
  try {
    return readRegularFile(path, { most: mostBytes }).toString('utf8')
  } catch (error) {
    const code = errorCode(error)
    throw new FailureError(
      {
        kind: code === 'ENOENT' ? 'no-baseline' : 'baseline-unreadable',
        summary: code === 'ENOENT' ? `baseline ${path} does not exist` : `baseline ${path} cannot be read (${code})`,
        detail: '',
        nextStep:
          code === 'ENOENT' ? `record one: layertui record -o ${path}` : 'give another file, or make this one readable',
      },
      { cause: error },
    )
  }
}

/** Another directory as the earlier state: the same options, and the Dockerfile at the same place inside it. */
async function openDirectory(ref: string, { build, environment, control }: BaselineNeeds): Promise<Baseline> {
  const directory = resolve(ref)
  const request: BuildRequest = {
    ...build.request,
    context: directory,
    dockerfile: movedInto(directory, build.request),
  }
  const earlier = new OpenBuild({ request, environment })
  earlier.rules = build.rules
  earlier.images = build.images
  const readiness = earlier.read()
  if (readiness.kind === 'failure') throw new FailureError(inBaseline(readiness.failure))
  if (readiness.kind === 'problem') {
    const { file, line, message } = readiness.problem
    throw new FailureError(
      inBaseline({
        kind: 'broken-baseline',
        summary: `${directory}: ${file}:${line}: ${message}`,
        detail: '',
        nextStep: 'give a directory whose Dockerfile can be built',
      }),
    )
  }
  const shown: Plan['baseline'] = { kind: 'dir', ref: directory }
  try {
    await earlier.walk(control)
    const { inputs } = await simulateOpenBuild(earlier, emptyBuilder, shown, control)
    earlier.save()
    // The same builder saw both: its copy of the context goes by the directory that is built.
    return { shown, start: emptyBuilder, builds: [{ ...inputs, contextPath: build.inputs().contextPath }] }
  } catch (error) {
    throw error instanceof FailureError ? new FailureError(inBaseline(error.failure), { cause: error }) : error
  }
}

function movedInto(directory: string, { context, dockerfile }: BuildRequest): string | null {
  if (dockerfile === null) return null
  const inside = relative(context, dockerfile)
  return inside.startsWith('..') || isAbsolute(inside) ? dockerfile : resolve(directory, inside)
}

const inBaseline = (failure: FailureError['failure']): FailureError['failure'] => ({
  ...failure,
  summary: `baseline: ${failure.summary}`,
})
