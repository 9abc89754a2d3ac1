import { writeFile } from 'node:fs/promises'
import { FailureError } from '../../diagnostics/failure.ts'
import { withReadSizes } from '../../image/analysis/read-sizes.ts'
import { readImage } from '../../sources/images/reader/read-image.ts'
import type { ImageInvocation } from '../arguments/invocation.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import { styleFor, write } from '../process/output.ts'
import { type ImageReport, imageJson } from '../report/image-json.ts'
import { imageText } from '../report/image-text.ts'
import { failureText } from '../report/problem-text.ts'
import { openImageSource } from './open-image-source.ts'
import { hasTerminal, openWorkbench } from './open-workbench.ts'

/** The workbench on an image alone; its layers as a report where one is asked for, or there is no terminal. */
export async function runImage(invocation: ImageInvocation): Promise<number> {
  const { image, platform, format, color } = invocation
  if (format === null && hasTerminal()) return openWorkbench({ request: null, image, platform, color })
  try {
    const report = await readReport(invocation)
    await writeReport(report, invocation)
    return exitCodeOf(report)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    await write(process.stderr, failureText(error.failure))
    return exitCodes.failed
  }
}

async function readReport({ image: reference, platform }: ImageInvocation): Promise<ImageReport> {
  const source = await openImageSource(platform)
  const { signal } = new AbortController()
  try {
    const handle = await source.open(reference, signal)
    const contents = await readImage(handle, {
      signal,
      verify: true,
      report: () => undefined,
      layerRead: () => undefined,
    })
    const image = withReadSizes(handle.image, contents.tree)
    return { image: { ...image, warnings: [...image.warnings, ...contents.warnings] }, contents }
  } finally {
    source.close()
  }
}

async function writeReport(report: ImageReport, { format, output, files, color }: ImageInvocation): Promise<void> {
  // What no terminal shows is not cut: it is searched, or read elsewhere.
  const isShown = output === null && process.stdout.isTTY === true
  const style = styleFor(output === null ? process.stdout : {}, process.env, { color })
  const text =
    format === 'json'
      ? imageJson(report, { files })
      : imageText(report.image, { ...style, columns: isShown ? style.columns : Number.POSITIVE_INFINITY })
  if (output === null) return write(process.stdout, text)
  try {
    await writeFile(output, text)
  } catch (error) {
    const failure = { kind: 'not-written', summary: `${output} cannot be written`, detail: String(error) } as const
    throw new FailureError({ ...failure, nextStep: 'name another file' }, { cause: error })
  }
}

/** A report that lacks a part says so to programs, too. */
function exitCodeOf({ image }: ImageReport): ExitCode {
  return image.warnings.some(({ kind }) => kind === 'unreadable-layer') ? exitCodes.failed : exitCodes.done
}
