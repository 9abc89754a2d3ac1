import { baseName } from '../../../dockerfile/values/container-path.ts'
import type { Mount } from '../../../dockerfile/values/mount.ts'

/** Secrets and agents, which the client passes in while the command runs. */
export const isPassed = ({ type }: Mount): boolean => type === 'secret' || type === 'ssh'

/**
 * Secrets as variables, then secrets as files, then agents, each in order. A default that is written out equals no
 * value. The value of a secret does not count. Source: client/llb/exec.go: Marshal.
 */
export function describePassed(mounts: readonly Mount[]): readonly unknown[] {
  const secrets = mounts.filter(({ type }) => type === 'secret')
  const agents = mounts.filter(({ type }) => type === 'ssh')
  return [
    ...secrets.flatMap(secretVariable),
    ...secrets.flatMap(secretFile),
    ...agents.map((mount, index) => {
      const target = mount.target || `/run/buildkit/ssh_agent.${index}`
      return ['ssh', mount.id ?? '', target, mount.mode ?? 0o600, ...passedOwner(mount)]
    }),
  ]
}

const secretId = ({ source, id, target }: Mount): string => source || id || baseName(target ?? '')
const passedOwner = ({ uid, gid, required }: Mount): readonly unknown[] => [uid ?? 0, gid ?? 0, required]

const secretVariable = (mount: Mount): readonly unknown[] =>
  mount.environment === null ? [] : [['secret env', secretId(mount), mount.environment, mount.required]]

function secretFile(mount: Mount): readonly unknown[] {
  if (mount.environment !== null && !mount.target) return []
  const id = secretId(mount)
  const target = mount.target || `/run/secrets/${baseName(id)}`
  return [['secret', id, target, mount.mode ?? 0o400, ...passedOwner(mount)]]
}
