import { rmSync } from 'node:fs'
import { chmod, cp, mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { ImageReference } from '../../image/model/image-reference.ts'
import { packageRoot } from '../process/package-root.ts'

export type DemoCopy = {
  /** The build context: a copy that can be edited. */
  readonly context: string
  /** The demo's image. */
  readonly image: ImageReference
  /** The file that describes the scenario's edits. */
  readonly scenario: string
}

/** Files of the demo that are not part of the project it shows. */
const besideTheProject = new Set(['image.tar.gz', 'picture.svg', 'scenario.json'])

/**
 * Copies the bundled demo to a temporary folder, so that edits never touch what was installed. The copy goes when the
 * process ends, however it ends (but for SIGKILL).
 */
export async function copyDemo(): Promise<DemoCopy> {
  const source = join(packageRoot(), 'demo')
  const directory = await mkdtemp(join(tmpdir(), 'layertui-demo-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const context = join(directory, 'shop')
  await cp(source, context, {
    recursive: true,
    filter: (path) => !besideTheProject.has(relative(source, path)),
  })
  await giveUsualModes(context)
  return {
    context,
    image: { kind: 'docker-archive', path: join(source, 'image.tar.gz'), image: null },
    scenario: join(source, 'scenario.json'),
  }
}

/** Package stores and umasks leave their own modes behind; the demo should read the same everywhere. */
async function giveUsualModes(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await giveUsualModes(path)
    else await chmod(path, 0o644)
  }
}
