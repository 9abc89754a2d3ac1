import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageReference } from '../../image/model/image-reference.ts'
import type { BuildWatcher, ImageReader } from '../../runtime/ports.ts'
import type { BuildRequest } from '../../session/build-request.ts'
import { machinePlatform } from '../../sources/machine-platform.ts'
import { styleFor } from '../process/output.ts'

export type WorkbenchSubject = {
  /** What to watch; null: an image alone. */
  readonly request: BuildRequest | null
  readonly image: ImageReference | null
  /** Of an image for several platforms; absent: the one that is built for, else this machine's. */
  readonly platform?: string | null
  readonly color: boolean
  /** Stands between the workbench and the real watcher. */
  readonly wrapWatcher?: (watcher: BuildWatcher) => BuildWatcher
}

/** Whether there is a terminal to draw on and to read keys from. */
export function hasTerminal(): boolean {
  return process.stdout.isTTY === true && process.stdin.isTTY === true && process.env.TERM !== 'dumb'
}

/** Opens the workbench in this terminal; resolves with the exit code when a person leaves it. */
export async function openWorkbench({
  request,
  image,
  platform,
  color,
  wrapWatcher,
}: WorkbenchSubject): Promise<number> {
  // The thread loads while the screen's code does; it reads nothing before the first frame is out.
  const watcher = request === null ? null : openBuildWatcher()
  const { runWorkbench } = await import('../../tui/run-workbench.ts')
  const style = styleFor(process.stdout, process.env, { color })
  return runWorkbench({
    input: process.stdin,
    output: process.stdout,
    request,
    image,
    openBuildWatcher: async () => {
      const opened = await (watcher ?? openBuildWatcher())
      return wrapWatcher === undefined ? opened : wrapWatcher(opened)
    },
    openImageReader: () => openImageReader(platform ?? request?.options.platform ?? machinePlatform),
    colors: style.color,
    ascii: !style.unicode,
    crashFile: join(tmpdir(), `layertui-crash-${process.pid}.txt`),
  })
}

async function openBuildWatcher(): Promise<BuildWatcher> {
  const { createBuildWatcher } = await import('../../sources/files/worker/watch-build.ts')
  return createBuildWatcher()
}

async function openImageReader(platform: string): Promise<ImageReader> {
  const { createImageThread } = await import('../../sources/images/worker/image-thread.ts')
  return createImageThread(platform)
}
