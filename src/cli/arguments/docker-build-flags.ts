/**
 * The options of `docker build` (docker 28, buildx 0.29, and what the legacy builder still takes), so that a build
 * command can be pasted. Two readers: the normalizer of arguments and the definition of the commands.
 */
export type DockerFlag = {
  readonly long: string
  readonly short?: string
  /** Placeholder of the value; absent: a switch. */
  readonly value?: string
  readonly repeatable?: boolean
  /** Shown in help; absent: taken and without effect on any key. */
  readonly help?: string
}

export const dockerBuildFlags: readonly DockerFlag[] = [
  { long: 'file', short: 'f', value: 'PATH', help: 'the Dockerfile (default: CONTEXT/Dockerfile)' },
  { long: 'target', value: 'STAGE', help: 'the stage to build' },
  {
    long: 'build-arg',
    value: 'K[=V]',
    repeatable: true,
    help: 'set a build argument; without V: taken from the environment',
  },
  { long: 'build-context', value: 'NAME=PATH', repeatable: true, help: 'an additional named context' },
  { long: 'platform', value: 'OS/ARCH', help: "the platform to build for (default: the engine's)" },
  { long: 'no-cache', help: 'ignore the cache, as docker build does' },
  { long: 'no-cache-filter', value: 'STAGE', repeatable: true, help: 'ignore the cache for this stage' },
  { long: 'network', value: 'MODE', help: 'network of RUN steps' },
  { long: 'add-host', value: 'HOST:IP', repeatable: true, help: 'a line in the hosts file of RUN steps' },
  { long: 'shm-size', value: 'BYTES', help: 'size of /dev/shm in RUN steps' },
  { long: 'ulimit', value: 'LIMIT', repeatable: true, help: 'a limit of RUN steps' },
  { long: 'cgroup-parent', value: 'NAME', help: 'the cgroup of RUN steps' },
  { long: 'allow', value: 'ENTITLEMENT', repeatable: true, help: 'allow network.host or security.insecure' },
  {
    long: 'tag',
    short: 't',
    value: 'NAME',
    repeatable: true,
    help: 'the image built from this context, unless --image names one',
  },
  { long: 'pull' },
  { long: 'builder', value: 'NAME' },
  { long: 'quiet', short: 'q' },
  { long: 'load' },
  { long: 'push' },
  { long: 'check' },
  { long: 'debug', short: 'D' },
  { long: 'rm' },
  { long: 'force-rm' },
  { long: 'compress' },
  { long: 'squash' },
  { long: 'disable-content-trust' },
  { long: 'output', short: 'o', value: 'DEST', repeatable: true },
  { long: 'label', value: 'K=V', repeatable: true },
  { long: 'annotation', value: 'K=V', repeatable: true },
  { long: 'secret', value: 'SPEC', repeatable: true },
  { long: 'ssh', value: 'SPEC', repeatable: true },
  { long: 'progress', value: 'STYLE' },
  { long: 'iidfile', value: 'PATH' },
  { long: 'metadata-file', value: 'PATH' },
  { long: 'cache-from', value: 'SPEC', repeatable: true },
  { long: 'cache-to', value: 'SPEC', repeatable: true },
  { long: 'attest', value: 'SPEC', repeatable: true },
  { long: 'provenance', value: 'SPEC' },
  { long: 'sbom', value: 'SPEC' },
  { long: 'call', value: 'METHOD' },
  { long: 'print', value: 'METHOD' },
  { long: 'policy', value: 'SPEC', repeatable: true },
  { long: 'memory', short: 'm', value: 'BYTES' },
  { long: 'memory-swap', value: 'BYTES' },
  { long: 'cpu-shares', short: 'c', value: 'N' },
  { long: 'cpu-period', value: 'N' },
  { long: 'cpu-quota', value: 'N' },
  { long: 'cpuset-cpus', value: 'LIST' },
  { long: 'cpuset-mems', value: 'LIST' },
  { long: 'isolation', value: 'KIND' },
  { long: 'security-opt', value: 'OPTION', repeatable: true },
]
