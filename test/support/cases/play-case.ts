import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { applyTree } from './apply-tree.ts'
import type { CaseFile } from './case-file.ts'
import { type CasePlace, fillIn, runHook } from './case-place.ts'

/** A build of a case whose files are on the disk now. */
export type ReadyBuild = {
  readonly index: number
  readonly label: string
  /** Absolute path of its context directory. */
  readonly context: string
  /** Arguments of `docker build`; relative paths start at the place's `work`. */
  readonly args: readonly string[]
  /** Variables set for this build alone. */
  readonly env: Readonly<Record<string, string>>
}

/** The part of a case that decides what happens. */
export type PlayedCase = Pick<CaseFile, 'setup' | 'teardown' | 'args' | 'env' | 'context' | 'builds' | 'nosyntax'>

/**
 * Plays a case's builds in one context directory: puts each tree there, runs its hooks, and hands the build to `play`.
 * `env` is what hooks see (an engine's variables for those that talk to one).
 */
export async function playCase(
  spec: PlayedCase,
  place: CasePlace,
  env: NodeJS.ProcessEnv,
  play: (build: ReadyBuild) => Promise<void>,
): Promise<void> {
  if (spec.setup) runHook(spec.setup, place.work, place, env)
  try {
    for (const [index, build] of spec.builds.entries()) {
      if (build.tree) applyTree(place.context, build.tree, place)
      if (build.hook) runHook(build.hook, place.context, place, env)
      const own = spec.context ? join(place.context, spec.context) : place.context
      const context = build.context ? fillIn(build.context, place) : own
      mkdirSync(context, { recursive: true })
      const args = (build.args ?? spec.args ?? []).map((argument) => fillIn(argument, place))
      const variables = Object.entries(build.env ?? spec.env ?? {})
      const filled = Object.fromEntries(variables.map(([name, value]) => [name, fillIn(value, place)]))
      await play({ index, label: build.label, context, args, env: filled })
      if (build.post) runHook(build.post, place.context, place, env)
    }
  } finally {
    if (spec.teardown) runHook(spec.teardown, place.work, place, env)
  }
}
