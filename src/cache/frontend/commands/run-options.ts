import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { parseByteSize } from '../../../dockerfile/values/byte-size.ts'
import { daemonRules } from '../../model/daemon-features.ts'
import type { BuildScope } from '../step-scope.ts'

/**
 * The build options that are part of RUN keys, as pseudo variables. Host names count without their addresses, and the
 * order of limits does not count. Options with their default value are absent.
 */
export function runOptions(scope: BuildScope, network: string): readonly (readonly [string, string])[] {
  const { options } = scope
  const hosts = options.addHosts.map((host) => host.split(/[:=]/)[0]!)
  const limits = [...new Map(options.ulimits.map(fullLimit))].map(([name, values]) => `${name}=${values}`).sort()
  const shm = options.shmSize === null ? '' : String(parseByteSize(options.shmSize) ?? options.shmSize)
  const limiting: readonly (readonly [string, string])[] = [
    ['--ulimit', limits.join(' ')],
    ['--shm-size', shm],
    ['--cgroup-parent', options.cgroupParent ?? ''],
  ]
  const entries: readonly (readonly [string, string])[] = [
    ['--network', network === 'default' ? '' : network],
    ['--add-host', hosts.join(' ')],
    ...(limitsRuns(scope) ? limiting : []),
    [
      'BUILDKIT_SANDBOX_HOSTNAME',
      featuresOf(scope.frontend).runLimits ? (options.buildArgs.BUILDKIT_SANDBOX_HOSTNAME ?? '') : '',
    ],
  ]
  return entries.filter(([, value]) => value !== '')
}

/** Whether limits apply to RUN: the front end must pass them on, and the daemon must know them. */
export const limitsRuns = ({ frontend, rules }: BuildScope): boolean =>
  featuresOf(frontend).runLimits && daemonRules(rules.daemon).limitsRuns

/** `nofile=1024` means the same soft and hard limit; the last one of a name counts. */
function fullLimit(limit: string): readonly [name: string, values: string] {
  const equals = limit.indexOf('=')
  const [soft = '', hard = soft] = limit.slice(equals + 1).split(':')
  return [limit.slice(0, equals), `${Number(soft)}:${Number(hard)}`]
}
