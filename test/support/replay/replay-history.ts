import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type BuilderState, emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { afterFailedBuild } from '../../../src/cache/solver/failed-build.ts'
import type { BaseImage } from '../../../src/image/model/base-image.ts'
import { type DockerBuild, dockerBuild } from '../../engine/docker-build.ts'
import { type Prediction, predictBuild } from '../cases/predict-build.ts'
import { shownLines } from '../cases/shown-lines.ts'
import { type Agreement, compareBuild, noCounts } from '../fuzz/compare-build.ts'
import type { BuildTarget } from '../fuzz/fuzz-target.ts'
import { isUnforeseeable } from '../fuzz/unforeseeable.ts'
import { buildableText } from './buildable-text.ts'
import { type Commit, makeCheckout } from './git-history.ts'

export type ReplayOptions = {
  readonly repository: string
  /** A folder of its own, empty. */
  readonly directory: string
  /** Path in the repository. */
  readonly dockerfile: string
  /** Further arguments of `docker build`. */
  readonly args: readonly string[]
  readonly rules: BuildTarget['rules']
  readonly resolveImages: (refs: readonly string[]) => Promise<readonly BaseImage[]>
  /** Builds really run here; null: predictions only. */
  readonly target: BuildTarget | null
}

export type ReplayedCommit = {
  readonly commit: Commit
  /** Null: no Dockerfile in this commit. */
  readonly prediction: Prediction | null
  readonly real: DockerBuild | null
  /** Null without a real build, or where it failed inside the image. */
  readonly agreement: Agreement | null
}

/** Checks out commit after commit into one directory, predicts each build from what the ones before it left, and builds it. */
export async function* replayHistory(
  commits: readonly Commit[],
  options: ReplayOptions,
): AsyncGenerator<ReplayedCommit> {
  const checkout = makeCheckout(options.repository, options.directory)
  const outside = join(options.directory, 'dockerfiles')
  let state: BuilderState = emptyBuilder
  for (const commit of commits) {
    checkout.goTo(commit)
    const source = join(checkout.directory, options.dockerfile)
    if (!existsSync(source)) {
      yield { commit, prediction: null, real: null, agreement: null }
      continue
    }
    // A real build runs without network: the engine's own front end reads the file, in place of the one that it names.
    const dockerfile = options.target === null ? source : copyBuildable(source, outside)
    const args = [...options.args, '-f', dockerfile]
    const build = { index: 0, label: commit.subject, context: checkout.directory, args, env: {} }
    const predictor = { rules: options.rules, resolveImages: options.resolveImages, cwd: checkout.directory }
    const prediction = await predictBuild(build, predictor, state)
    if (options.target === null) {
      state = prediction.after
      yield { commit, prediction, real: null, agreement: null }
      continue
    }
    const request = { ...build, cwd: checkout.directory, builder: options.target.builder, classic: false }
    const real = await dockerBuild(options.target.engine, request)
    const inside = prediction.ok && !real.ok && isUnforeseeable(real, stagesOf(dockerfile))
    const agreement = inside ? null : compareBuild(prediction, real, { compareFrom: options.target.idle })
    state = inside ? afterFailure(state, prediction, real) : prediction.after
    yield { commit, prediction, real, agreement: agreement ?? { disagreements: [], counts: noCounts } }
  }
}

/** The Dockerfile as it can be built, and its own ignore file, outside the context. */
function copyBuildable(source: string, directory: string): string {
  mkdirSync(directory, { recursive: true })
  const copy = join(directory, basename(source))
  writeFileSync(copy, buildableText(readFileSync(source, 'utf8')))
  const ignore = `${source}.dockerignore`
  if (existsSync(ignore)) writeFileSync(`${copy}.dockerignore`, readFileSync(ignore))
  return copy
}

const stagesOf = (dockerfile: string) => ({
  label: dirname(dockerfile),
  tree: { Dockerfile: { t: 'f', c: readFileSync(dockerfile, 'utf8') } } as const,
})

function afterFailure(before: BuilderState, { after, printed }: Prediction, real: DockerBuild): BuilderState {
  return afterFailedBuild(before, after, printed, shownLines(real.steps))
}
