import { asList, asObject, asText } from '../../image/json-value.ts'
import type { EngineInfo } from '../../runtime/ports.ts'
import { askBuildkitVersion } from './buildkit-version.ts'
import type { EngineClient } from './engine-client.ts'

/** Asks an engine what it is: version, image store, BuildKit. Throws FailureError. */
export async function readEngineInfo(client: EngineClient, signal: AbortSignal): Promise<EngineInfo> {
  const [version, info] = await Promise.all([client.ask('/version', {}, signal), client.ask('/info', {}, signal)])
  const { Version, ApiVersion } = asObject(version)
  return {
    version: asText(Version),
    apiVersion: asText(ApiVersion),
    builder: hasContainerdStore(info) ? 'containerd' : 'overlay2',
    endpoint: client.endpoint.shown,
    buildkit: await askBuildkitVersion(client, signal),
  }
}

/** With the containerd image store, `docker info` has the driver status `driver-type: io.containerd.snapshotter.v1`. */
const hasContainerdStore = (info: unknown): boolean =>
  asList(asObject(info).DriverStatus).some((pair) => asText(asList(pair)[1]).startsWith('io.containerd.snapshotter'))
