import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Pack, pack } from 'tar-stream'
import { clientEnvironment } from './docker-build.ts'
import type { RunningEngine } from './engine.ts'

const run = promisify(execFile)

/** The image that every recorded case starts from: a static busybox, three users, nothing else. */
export const caseBase = 'lt-base:1'

/** Imports `lt-base:1` into the engine's store where it is missing. */
export async function ensureCaseBase(engine: RunningEngine): Promise<void> {
  const env = clientEnvironment(engine)
  const found = await run(engine.dockerBinary, ['image', 'inspect', '-f', '{{.Id}}', caseBase], { env }).catch(
    () => null,
  )
  if (found !== null) return
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  await importImage(engine, caseBase, [`ENV PATH=${path}`, 'CMD ["/bin/sh"]'], packCaseBase(await readBusybox()))
}

/** `docker import`: an image of one layer from a tar archive. `changes` are Dockerfile instructions for its configuration. */
export async function importImage(
  engine: RunningEngine,
  ref: string,
  changes: readonly string[],
  archive: Pack,
): Promise<void> {
  const args = ['import', ...changes.flatMap((change) => ['-c', change]), '-', ref]
  const child = spawn(engine.dockerBinary, args, {
    env: clientEnvironment(engine),
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  archive.pipe(child.stdin)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  if (code !== 0) throw new Error(`docker import of ${ref} ended with exit code ${code}`)
}

type Busybox = { readonly binary: Buffer; readonly applets: readonly string[] }

function packCaseBase({ binary, applets }: Busybox): Pack {
  const archive = pack()
  // A fixed time and owner: the layer is the same on every machine that has the same busybox.
  const meta = { mtime: new Date(1_700_000_000_000), uid: 0, gid: 0 }
  const directory = (name: string, mode = 0o755) => archive.entry({ ...meta, name, mode, type: 'directory' })
  for (const name of ['bin', 'dev', 'etc', 'proc', 'root', 'sys', 'usr', 'usr/bin']) directory(name)
  directory('tmp', 0o1777)
  archive.entry({ ...meta, name: 'bin/busybox', mode: 0o755 }, binary)
  for (const applet of applets) {
    if (applet === 'busybox') continue
    archive.entry({ ...meta, name: `bin/${applet}`, type: 'symlink', linkname: 'busybox', mode: 0o777 })
  }
  archive.entry({ ...meta, name: 'etc/passwd', mode: 0o644 }, passwd)
  archive.entry({ ...meta, name: 'etc/group', mode: 0o644 }, group)
  archive.finalize()
  return archive
}

const passwd =
  'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'
const group = 'root:x:0:\napp:x:1000:\nnogroup:x:65534:\n'

/** $BUSYBOX, else the one of Debian's busybox-static: it needs no libraries, so an image of it alone runs. */
async function readBusybox(): Promise<Busybox> {
  const given = process.env.BUSYBOX
  if (given !== undefined) return describeBusybox(given)
  const folder = await mkdtemp(join(tmpdir(), 'layertui-busybox-'))
  try {
    await run('apt-get', ['-q', 'download', 'busybox-static'], { cwd: folder })
    const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'))
    if (archive === undefined) throw new Error('apt-get downloaded no busybox-static')
    await run('dpkg-deb', ['-x', archive, 'root'], { cwd: folder })
    const place = ['bin/busybox', 'usr/bin/busybox'].map((path) => join(folder, 'root', path))
    return await describeBusybox(place[0]!).catch(() => describeBusybox(place[1]!))
  } catch (error) {
    throw new Error('No static busybox: set BUSYBOX to one (Debian: apt-get install busybox-static)', { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function describeBusybox(path: string): Promise<Busybox> {
  const { stdout } = await run(path, ['--list'])
  return { binary: await readFile(path), applets: stdout.split('\n').filter((applet) => applet !== '') }
}
