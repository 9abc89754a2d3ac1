import type { BuildRequest } from '../../session/build-request.ts'
import type { ReadBuildOptions, ReadBuildResult } from '../../sources/files/build/read-build.ts'
import { withDockerfiles } from '../../sources/files/dockerfiles/suggest-dockerfiles.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import { write } from '../process/output.ts'
import { failureText, problemText } from '../report/problem-text.ts'
import { askBaseImages, askEngine } from './ask-engine.ts'
import { openImageSource } from './open-image-source.ts'

/** Milliseconds that a report waits for an engine. */
const timeoutMs = 2000

/** Reads a build once, with an engine to ask where one answers in time, and shows how far long work is. */
export async function readOnce<Result>(
  request: BuildRequest,
  read: (options: ReadBuildOptions) => Promise<Result>,
): Promise<Result> {
  const source = await openImageSource(request.options.platform)
  const engine = await askEngine(source, { within: timeoutMs })
  const progress = progressOn(process.stderr)
  try {
    return await read({
      request,
      engine,
      resolveImages: async (refs) => (engine === null ? [] : askBaseImages(source, refs, { within: timeoutMs })),
      environment: process.env,
      signal: new AbortController().signal,
      report: progress.report,
    })
  } finally {
    progress.clear()
  }
}

/** Writes the reason to standard error when there is no plan. */
export async function reportUnplanned(
  result: Exclude<ReadBuildResult, { kind: 'planned' }>,
  request: BuildRequest,
): Promise<ExitCode> {
  if (result.kind === 'problem') {
    await write(process.stderr, problemText(result.problem))
    return result.problem.isLimit === true ? exitCodes.failed : exitCodes.rejected
  }
  await write(process.stderr, failureText(await withDockerfiles(result.failure, request, process.cwd())))
  return exitCodes.failed
}

/** Long work shows how far it is, to a person who waits at a terminal; the line goes when the work is done. */
function progressOn(stream: NodeJS.WriteStream): {
  readonly report: NonNullable<ReadBuildOptions['report']>
  readonly clear: () => void
} {
  if (stream.isTTY !== true || process.env.TERM === 'dumb') return { report: () => {}, clear: () => {} }
  const begun = Date.now()
  let shown = 0
  return {
    report(phase, done, total) {
      const now = Date.now()
      if (now - begun < 300 || now - shown < 100) return
      shown = now
      const counted = `${done}${total === null ? '' : ` of ${total}`} files`
      stream.write(`\r\x1b[K${phase === 'walking' ? 'reading the context:' : 'hashing'} ${counted}`)
    },
    clear() {
      if (shown > 0) stream.write('\r\x1b[K')
    },
  }
}
