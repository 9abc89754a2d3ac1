import { dirname, join, relative } from 'node:path'
import type { BuildRequest } from '../../../session/build-request.ts'
import { type ReadBuildOptions, type ReadBuildResult, readBuild } from '../build/read-build.ts'
import { SharedTrees } from '../tree/shared-trees.ts'
import { WatchedTrees } from '../watch/watched-trees.ts'
import { fittingContext } from './fitting-context.ts'
import { listDockerfiles } from './list-dockerfiles.ts'

export type DockerfilePlan = {
  /** Relative to the directory that was asked about. */
  readonly dockerfile: string
  /** Its context, relative as well; `.` is that directory itself. */
  readonly context: string
  readonly result: ReadBuildResult
}

/**
 * Predicts a build of every Dockerfile below the request's context, each in the context that fits it. A directory that
 * several of them build is walked and hashed once. Rejects only with the signal's reason.
 */
export async function* readPlans(options: ReadBuildOptions): AsyncGenerator<DockerfilePlan> {
  const { request, environment } = options
  const root = request.context
  const shared = new SharedTrees(new WatchedTrees({ environment, watchers: null }))
  for (const dockerfile of await listDockerfiles(root)) {
    const path = join(root, dockerfile)
    const context = fittingContext(path, root)?.directory ?? dirname(path)
    const one = { ...options, request: requestFor(request, { dockerfile: path, context }), trees: shared.open() }
    yield { dockerfile, context: relative(root, context) || '.', result: await readBuild(one) }
  }
}

function requestFor(
  request: BuildRequest,
  { dockerfile, context }: { readonly dockerfile: string; readonly context: string },
): BuildRequest {
  const { baseline } = request
  if (baseline.kind !== 'dir' || baseline.ref === null) return { ...request, dockerfile, context }
  // The same directory of the other checkout.
  const ref = join(baseline.ref, relative(request.context, context))
  return { ...request, dockerfile, context, baseline: { ...baseline, ref } }
}
