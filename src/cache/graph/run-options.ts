import { parseByteSize } from '../../dockerfile/byte-size.ts'
import type { BuildOptions } from '../build-options.ts'

/**
 * The build options that are in RUN keys, as pseudo variables: host names without their addresses, limits in any order.
 * Options at their default are absent.
 */
export function runOptions(options: BuildOptions, network: string): readonly (readonly [string, string])[] {
  const hosts = options.addHosts.map((host) => host.split(/[:=]/)[0]!)
  const limits = options.ulimits.map(fullLimit).sort()
  const shm = options.shmSize === null ? '' : String(parseByteSize(options.shmSize) ?? options.shmSize)
  const entries: (readonly [string, string])[] = [
    ['--network', network === 'default' ? '' : network],
    ['--add-host', hosts.join(' ')],
    ['--ulimit', limits.join(' ')],
    ['--shm-size', shm],
    ['--cgroup-parent', options.cgroupParent ?? ''],
    ['BUILDKIT_SANDBOX_HOSTNAME', options.buildArgs.BUILDKIT_SANDBOX_HOSTNAME ?? ''],
  ]
  return entries.filter(([, value]) => value !== '')
}

/** `nofile=1024` means the same soft and hard limit. */
function fullLimit(limit: string): string {
  const equals = limit.indexOf('=')
  const value = limit.slice(equals + 1)
  return equals < 0 || value.includes(':') ? limit : `${limit}:${value}`
}
