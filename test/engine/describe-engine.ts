import { execFileSync } from 'node:child_process'
import { clientEnvironment } from './docker-build.ts'
import type { RunningEngine } from './engine.ts'
import type { RecordedEngine } from './recording.ts'

/** Which engine answers: for recordings and reports. */
export function describeEngine(engine: RunningEngine, builder: string | null): RecordedEngine {
  const docker = (...args: string[]) =>
    execFileSync(engine.dockerBinary, args, { env: clientEnvironment(engine), encoding: 'utf8' }).trim()
  const [server = '', client = ''] = docker('version', '-f', '{{.Server.Version}}|{{.Client.Version}}').split('|')
  if (builder === null) {
    return { server, client, storageDriver: docker('info', '-f', '{{.Driver}}'), builder: 'buildkit' }
  }
  const version = /BuildKit version:\s*(\S+)/.exec(docker('buildx', 'inspect', builder))?.[1] ?? 'unknown'
  return { server: `buildkitd ${version}`, client, builder: `buildx builder ${builder}` }
}
