import { existsSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { serializeBaseline } from '../../../cache/baseline-file/baseline-file.ts'
import { FailureError } from '../../../diagnostics/failure.ts'
import { nothingBuilt } from '../../../session/baselines/live-baseline.ts'
import { openBaselineFile } from '../../../session/baselines/open-baseline-file.ts'
import type { SessionState } from '../../../session/loop/session-state.ts'
import type { BaselineReading } from '../../../session/ports.ts'
import { readBaselineText } from '../baselines/baseline-file-text.ts'
import { errorCode } from '../read/context-failure.ts'
import { withLock } from '../store/with-lock.ts'
import { writeAtomically } from '../store/write-atomically.ts'
import { type ReadBuildOptions, type ReadBuildResult, readBuildAgainst } from './read-build.ts'

export type RecordResult =
  /** `sent`: the file is in the context and no ignore rule leaves it out, so it changes the next build. */
  | (Extract<ReadBuildResult, { kind: 'planned' }> & { readonly sent: boolean })
  | Exclude<ReadBuildResult, { kind: 'planned' }>

/**
 * Records a build of the present state. An existing baseline grows, as a builder's cache does. A file that is not a
 * baseline is refused and stays unchanged. If another process records into the same file, the build is added to its
 * result. Returns the plan against the earlier record.
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
  let seen: string | null = null
  const recorded = { kind: 'file', ref: file } as const
  const result = await readBuildAgainst(
    { ...options, request: { ...options.request, baseline: recorded } },
    {
      async open() {
        seen = stampOf(file)
        return earlier(file)
      },
    },
  )
  if (result.kind !== 'planned') return result
  const sent = isSent(result.session, file)
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
    } as const
    return { kind: 'failure', failure }
  }
}

/** Another one for another content: a baseline is replaced as a whole. null: it is not there. */
function stampOf(file: string): string | null {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? null : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')
}

function isSent({ contexts }: SessionState, file: string): boolean {
  return contexts.some(({ root, ignore }) => {
    const path = relative(root, file)
    return path !== '..' && !path.startsWith('../') && ignore.rules.explain(path) === null
  })
}

/** The state in the file; a missing file is an empty cache. */
function earlier(file: string): BaselineReading {
  const stamp = 'read once'
  if (!existsSync(file)) return { kind: 'opened', stamp, baseline: nothingBuilt }
  try {
    return { kind: 'opened', stamp, baseline: openBaselineFile(file, readBaselineText(file)) }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    const nextStep = 'give another file with -o, or remove this one'
    return { kind: 'unavailable', stamp, failure: { ...error.failure, detail: 'nothing was written', nextStep } }
  }
}
