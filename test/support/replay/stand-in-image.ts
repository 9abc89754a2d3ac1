import { execFileSync, spawn } from 'node:child_process'
import { type Pack, pack } from 'tar-stream'
import { clientEnvironment } from '../../engine/docker-build.ts'
import type { RunningEngine } from '../../engine/engine.ts'
import type { StandInNeeds } from './stand-in-needs.ts'
import { stubProgram } from './stub-program.ts'

const label = 'layertui.stand-in'

/**
 * Imports an image under `ref` in which every command succeeds at once and every path that is copied from it exists.
 * Throws where the engine has a real image of that name.
 */
export async function importStandIn(
  engine: RunningEngine,
  ref: string,
  { needs, salt }: { readonly needs: StandInNeeds; readonly salt: string },
): Promise<void> {
  if (hasRealImage(engine, ref)) {
    throw new Error(`the engine has an image ${ref}, which a stand-in would replace: use an engine for tests`)
  }
  const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  const child = spawn(engine.dockerBinary, ['import', '-c', path, '-c', `LABEL ${label}=yes`, '-', ref], {
    env: clientEnvironment(engine),
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  packStandIn(`${ref}\n${salt}\n`, needs).pipe(child.stdin)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  if (code !== 0) throw new Error(`docker import of a stand-in for ${ref}: ${said.trim()}`)
}

function hasRealImage(engine: RunningEngine, ref: string): boolean {
  try {
    const args = ['image', 'inspect', '-f', `{{index .Config.Labels "${label}"}}`, ref]
    const env = clientEnvironment(engine)
    return (
      execFileSync(engine.dockerBinary, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim() !== 'yes'
    )
  } catch {
    return false
  }
}

function packStandIn(identity: string, { programs, outputs, users }: StandInNeeds): Pack {
  const archive = pack()
  const meta = { mtime: new Date(1_700_000_000_000), uid: 0, gid: 0 }
  const program = stubProgram(process.arch)
  // Each reference gets a layer of its own: a FROM line that names another image starts from something else. So does each
  // run: the engine still has the results of an earlier one.
  archive.entry({ ...meta, name: 'stand-in', mode: 0o644 }, identity)
  archive.entry({ ...meta, name: 'tmp', mode: 0o1777, type: 'directory' })
  for (const path of programs) archive.entry({ ...meta, name: path.slice(1), mode: 0o755 }, program)
  for (const path of outputs) {
    if (programs.includes(path)) continue
    const directory = outputs.some((other) => other.startsWith(`${path}/`)) || !/\.\w+$/.test(path)
    if (directory) archive.entry({ ...meta, name: `${path.slice(1)}/made-by-stand-in`, mode: 0o644 }, 'x\n')
    else archive.entry({ ...meta, name: path.slice(1), mode: 0o644 }, 'x\n')
  }
  archive.entry({ ...meta, name: 'etc/passwd', mode: 0o644 }, users.map((user, id) => userLine(user, id)).join(''))
  archive.entry({ ...meta, name: 'etc/group', mode: 0o644 }, users.map((user, id) => `${user}:x:${id}:\n`).join(''))
  archive.finalize()
  return archive
}

const userLine = (user: string, id: number): string => `${user}:x:${id}:${id}::/:/bin/sh\n`
