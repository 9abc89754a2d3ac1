import { FailureError } from '../../diagnostics/failure.ts'
import { exitCodes } from '../process/exit-codes.ts'
import { styleFor, write } from '../process/output.ts'
import { imageText } from '../report/image-text.ts'
import { failureText } from '../report/problem-text.ts'
import { openImageSource } from './open-image-source.ts'
import { hasTerminal, openWorkbench } from './open-workbench.ts'

/** The workbench on an image alone; without a terminal its layers as text. */
export async function runImage({ image, color }: { readonly image: string; readonly color: boolean }): Promise<number> {
  if (hasTerminal()) return openWorkbench({ request: null, image, color })
  try {
    const source = await openImageSource(null)
    const inspected = await source.inspect(image, new AbortController().signal)
    await write(process.stdout, imageText(inspected, styleFor(process.stdout, process.env, { color })))
    return exitCodes.done
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    await write(process.stderr, failureText(error.failure))
    return exitCodes.failed
  }
}
