import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { RunningEngine } from './engine.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('./base.sh', import.meta.url))

/** The base image that the recorded cases build on: a static busybox and three users. */
export const baseImage = 'lt-base:1'

/** Imports `lt-base:1` into the engine where it is missing. */
export async function provideBaseImage({ dockerBinary, env }: RunningEngine): Promise<void> {
  if (await has(baseImage, { dockerBinary, env })) return
  const directory = await mkdtemp(join(tmpdir(), 'layertui-base-'))
  const tar = join(directory, 'base.tar')
  try {
    await run(script, [tar])
    const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    await run(dockerBinary, ['import', '-c', path, '-c', 'CMD ["/bin/sh"]', tar, baseImage], { env })
  } finally {
    await rm(directory, { recursive: true })
  }
}

const has = (image: string, { dockerBinary, env }: Pick<RunningEngine, 'dockerBinary' | 'env'>): Promise<boolean> =>
  run(dockerBinary, ['image', 'inspect', image], { env }).then(
    () => true,
    () => false,
  )
