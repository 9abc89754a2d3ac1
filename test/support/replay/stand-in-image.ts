import { execFileSync, spawn } from 'node:child_process'
import { type Pack, pack } from 'tar-stream'
import { clientEnvironment } from '../../engine/docker-build.ts'
import type { RunningEngine } from '../../engine/engine.ts'
import { stubProgram } from './stub-program.ts'

/** What a stand-in must hold so that a history's builds can run on it. */
export type StandInNeeds = {
  /** Absolute paths of programs that RUN, SHELL or a `#!` line names. */
  readonly programs: readonly string[]
  /** Absolute paths that later stages copy, which a real command would have made. */
  readonly outputs: readonly string[]
}

const shells = ['/bin/sh', '/bin/bash', '/bin/ash', '/usr/bin/env', '/usr/bin/bash', '/bin/busybox']

/** Reads from the texts of Dockerfiles what their stand-ins must hold; what cannot be read is left out. */
export function readNeeds(dockerfiles: readonly string[]): StandInNeeds {
  const programs = new Set(shells)
  const outputs = new Set<string>()
  for (const text of dockerfiles) {
    const joined = text.replace(/\\[ \t]*\r?\n/g, ' ')
    for (const [, program] of joined.matchAll(/^\s*(?:RUN(?:\s+--\S+)*|SHELL)\s*\[\s*"([^"]+)"/gim)) {
      programs.add(program!.startsWith('/') ? program! : `/usr/local/bin/${program}`)
    }
    for (const [, program] of joined.matchAll(/^#!\s*(\/\S+)/gm)) programs.add(program!)
    for (const [, words] of joined.matchAll(/^\s*COPY\s+(.*--from=.*)$/gim)) {
      const paths = words!.split(/\s+/).filter((word) => word !== '' && !word.startsWith('--'))
      for (const path of paths.slice(0, -1)) if (isPlain(path)) outputs.add(`/${path.replace(/^\/+|\/+$/g, '')}`)
    }
  }
  return { programs: [...programs], outputs: [...outputs] }
}

const isPlain = (path: string): boolean => /^[\w@%+./-]+$/.test(path) && !path.includes('..') && /[^./]/.test(path)

const label = 'layertui.stand-in'

/**
 * Imports an image under `ref` in which every command succeeds at once and every path that is copied from it exists.
 * Throws where the engine has a real image of that name.
 */
export async function importStandIn(engine: RunningEngine, ref: string, needs: StandInNeeds): Promise<void> {
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
  packStandIn(ref, needs).pipe(child.stdin)
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

function packStandIn(ref: string, { programs, outputs }: StandInNeeds): Pack {
  const archive = pack()
  const meta = { mtime: new Date(1_700_000_000_000), uid: 0, gid: 0 }
  const program = stubProgram(process.arch)
  // Each reference gets a layer of its own: a FROM line that names another image starts from something else.
  archive.entry({ ...meta, name: 'stand-in', mode: 0o644 }, `${ref}\n`)
  archive.entry({ ...meta, name: 'tmp', mode: 0o1777, type: 'directory' })
  for (const path of programs) archive.entry({ ...meta, name: path.slice(1), mode: 0o755 }, program)
  for (const path of outputs) {
    if (programs.includes(path)) continue
    const directory = outputs.some((other) => other.startsWith(`${path}/`)) || !/\.\w+$/.test(path)
    if (directory) archive.entry({ ...meta, name: `${path.slice(1)}/made-by-stand-in`, mode: 0o644 }, 'x\n')
    else archive.entry({ ...meta, name: path.slice(1), mode: 0o644 }, 'x\n')
  }
  // Every user that a Dockerfile may name cannot be known; the usual ones are there.
  archive.entry({ ...meta, name: 'etc/passwd', mode: 0o644 }, users.map((user, id) => userLine(user, id)).join(''))
  archive.entry({ ...meta, name: 'etc/group', mode: 0o644 }, users.map((user, id) => `${user}:x:${id}:\n`).join(''))
  archive.finalize()
  return archive
}

const userLine = (user: string, id: number): string => `${user}:x:${id}:${id}::/:/bin/sh\n`
const users = ['root', 'node', 'app', 'appuser', 'nonroot', 'nginx', 'nobody', 'www-data', 'postgres', 'user', 'rails']
