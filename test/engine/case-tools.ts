import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { baseImage } from './base-image.ts'
import { clientEnvironment } from './docker-build.ts'
import type { RunningEngine } from './engine.ts'

const fileServer = fileURLToPath(new URL('file-server.js', import.meta.url))

/** What hooks of cases call: `$CACHEROOT/httpd.mjs` (a file server) and `$CACHEROOT/base/root` (the root of lt-base:1). */
export type CaseTools = { readonly env: NodeJS.ProcessEnv; readonly remove: () => void }

export function makeCaseTools(engine: RunningEngine): CaseTools {
  const directory = mkdtempSync(join(tmpdir(), 'layertui-case-tools-'))
  copyFileSync(fileServer, join(directory, 'httpd.mjs'))
  unpackBase(engine, join(directory, 'base', 'root'))
  return {
    env: { ...clientEnvironment(engine), CACHEROOT: directory },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

function unpackBase(engine: RunningEngine, root: string): void {
  const env = clientEnvironment(engine)
  const docker = (...args: string[]) =>
    execFileSync(engine.dockerBinary, args, { env, maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'pipe'] })
  const container = docker('create', baseImage).toString().trim()
  try {
    const archive = join(root, '..', 'root.tar')
    mkdirSync(root, { recursive: true })
    writeFileSync(archive, docker('export', container))
    // What an engine puts into every container is no part of the image.
    execFileSync('tar', ['-C', root, '-xf', archive, '--exclude=.dockerenv'])
  } finally {
    docker('rm', container)
  }
}
