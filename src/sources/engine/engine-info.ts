import type { InferOutput } from 'valibot'
import type { EngineInfo } from '../../runtime/ports.ts'
import { machinePlatform } from '../machine-platform.ts'
import { infoShape, versionShape } from './answer-shapes.ts'
import { askBuildkitVersion } from './buildkit-version.ts'
import type { EngineClient } from './engine-client.ts'

/**
 * Reads an engine's version, image store and BuildKit version, and the builder that its client uses. `buildkit` is the
 * value of DOCKER_BUILDKIT. Throws FailureError.
 */
export async function readEngineInfo(
  client: EngineClient,
  buildkit: string | undefined,
  signal: AbortSignal,
): Promise<EngineInfo> {
  const [{ Version, ApiVersion, Os, Arch }, info] = await Promise.all([
    client.ask('/version', {}, versionShape, signal),
    client.ask('/info', {}, infoShape, signal),
  ])
  const store = hasContainerdStore(info) ? 'containerd' : 'overlay2'
  const asked = readSwitch(buildkit)
  return {
    version: Version,
    apiVersion: ApiVersion,
    builder: (asked ?? (await buildsByBuildkit(client, Version, signal))) ? store : 'legacy',
    endpoint: client.endpoint.shown,
    buildkit: await askBuildkitVersion(client, signal),
    platform: Os && Arch ? `${Os}/${Arch}` : machinePlatform,
  }
}

/** Parses a switch as Go's strconv.ParseBool does; null: not given, or not a switch. */
function readSwitch(text: string | undefined): boolean | null {
  if (/^(1|t|T|TRUE|true|True)$/.test(text ?? '')) return true
  return /^(0|f|F|FALSE|false|False)$/.test(text ?? '') ? false : null
}

/**
 * The clients of engines before 23 use BuildKit only where the engine's settings ask for it; later ones always.
 * Source: docker/cli 20.10 cli/command/cli.go: BuildKitEnabled.
 */
async function buildsByBuildkit(client: EngineClient, version: string, signal: AbortSignal): Promise<boolean> {
  if (!/^(1[0-9]|20)\./.test(version)) return true
  const answer = await client.stream('/_ping', {}, signal)
  answer.resume()
  return answer.headers['builder-version'] === '2'
}

/** With the containerd image store, `docker info` has the driver status `driver-type: io.containerd.snapshotter.v1`. */
const hasContainerdStore = ({ DriverStatus }: InferOutput<typeof infoShape>): boolean =>
  (DriverStatus ?? []).some(([, status]) => status?.startsWith('io.containerd.snapshotter'))
