import { hinted } from '../../../dockerfile/problems/dockerfile-error.ts'
import type { BuildOptions } from '../../model/build-options.ts'

/** Throws DockerfileError for options that the client refuses. Source: buildx build/opt.go: toSolveOpt. */
export function checkOptions({ network, noCache, noCacheFilter, allow }: BuildOptions): void {
  if (noCache && noCacheFilter.length > 0) {
    throw hinted('--no-cache and --no-cache-filter cannot be used together', 'one of them says which stages re-run')
  }
  if (network !== null && !/^(none|host|default|)$/.test(network)) {
    throw hinted(`network mode "${network}" is not supported by BuildKit`, 'none, host or default')
  }
  const unknown = allow.find((entitlement) => !/^(network\.host|security\.insecure|device(=.*)?)$/.test(entitlement))
  if (unknown !== undefined) throw hinted(`unknown entitlement ${unknown}`, 'network.host, security.insecure or device')
}
