import { existsSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { serializeBaseline } from '../../../cache/baseline-file/baseline-file.ts'
import { emptyBuilder } from '../../../cache/model/builder-state.ts'
import { FailureError } from '../../../diagnostics/failure.ts'
import type { OpenBuild } from '../build/build-files.ts'
import { type ReadBuildOptions, type ReadBuildResult, readBuildAgainst } from '../build/read-build.ts'
import { errorCode } from '../read/context-failure.ts'
import { withLock } from '../store/with-lock.ts'
import { writeAtomically } from '../store/write-atomically.ts'
import { type Baseline, openFile } from './open-baseline.ts'

export type RecordResult =
  /** `sent`: the file lies in the context and no ignore rule leaves it out, so the next build differs by it. */
  | (Extract<ReadBuildResult, { kind: 'planned' }> & { readonly sent: boolean })
  | Exclude<ReadBuildResult, { kind: 'planned' }>

/**
 * Writes what a build of the present state would leave behind. An existing baseline grows, as a builder's cache does; a
 * file that is no baseline is refused and stays as it is. Another process may record into the same file meanwhile: then
 * the build is added to what that one wrote. The answer is the plan against what was recorded before.
 */
export async function recordBaseline(
  options: ReadBuildOptions & { readonly file: string; readonly now: Date },
): Promise<RecordResult> {
  for (;;) {
    const result = await recordOnce(options)
    if (result !== 'overtaken') return result
  }
}

async function recordOnce(options: Parameters<typeof recordBaseline>[0]): Promise<RecordResult | 'overtaken'> {
  const { file, now } = options
  let sent = false
  let seen: string | null = null
  const result = await readBuildAgainst(options, async ({ build }) => {
    sent = isSent(build, file)
    seen = stampOf(file)
    return earlier(file)
  })
  if (result.kind !== 'planned') return result
  const text = serializeBaseline(result.after, { recordedAt: now.toISOString() })
  try {
    const written = await withLock(file, () => {
      if (stampOf(file) !== seen) return false
      writeAtomically(file, text)
      return true
    })
    return written ? { ...result, sent } : 'overtaken'
  } catch (error) {
    const failure = {
      kind: 'baseline-unwritable',
      summary: `${file} cannot be written (${errorCode(error)})`,
      detail: '',
      nextStep: 'give another file with -o',
    }
    return { kind: 'failure', failure }
  }
}

/** Another one for another content: a baseline is replaced as a whole. null: it is not there. */
function stampOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? null : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')
}

function isSent({ contexts }: OpenBuild, file: string): boolean {
  return contexts.some(({ tree, ignore }) => {
    const path = relative(tree.root, file)
    return path !== '..' && !path.startsWith('../') && ignore.rules.explain(path) === null
  })
}

function earlier(file: string): Baseline {
  if (!existsSync(file)) return { shown: { kind: 'none', ref: null }, start: emptyBuilder, builds: [] }
  try {
    return openFile(file)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    throw new FailureError(
      {
        ...error.failure,
        detail: 'nothing was written',
        nextStep: 'give another file with -o, or remove this one',
      },
      { cause: error },
    )
  }
}
