import type { PathMatching } from '../../context/ignore/pattern-matcher.ts'
import { detectOldSyntax, detectSyntax } from '../../dockerfile/parser/directives.ts'
import type { RulesInForce } from './plan.ts'

/** What the version of the BuildKit daemon decides. */
export type DaemonRules = {
  /** The version that was recorded, whose rules these are: minor number, as in 0.25. */
  readonly recorded: number
  /** The builder tells contexts apart by their whole path, not by the base name of their directory. */
  readonly mirrorsByPath: boolean
  /** How the client that belongs to it decides what it sends. */
  readonly matching: PathMatching
  /** Owners count in the checksum of what a stage holds. */
  readonly ownersCount: boolean
  /** Id and sharing of a cache mount are in the key of its RUN. */
  readonly cacheMountsCount: boolean
  /** What a RUN starts from counts by content where it is mounted too, otherwise by its key and the mounted paths. */
  readonly ownMountsByContent: boolean
  /** RUN can be given limits, a size of /dev/shm, a cgroup and a host name, all of them in its key. */
  readonly limitsRuns: boolean
  /** A mount of all of a source counts beside one of a part of it. */
  readonly wholeMountsCount: boolean
  /** --chmod can be given in letters. */
  readonly symbolicModes: boolean
  /** A secret can be given to a RUN as a variable. */
  readonly secretVariables: boolean
  /** COPY knows --exclude and --parents; without, all of the source is taken. */
  readonly filtersCopies: boolean
  /** What later front ends add to a RUN is in its key. */
  readonly knowsLaterRuns: boolean
  /** In the containerd store, front ends that are images find the variants of a platform upon one key. */
  readonly imagesShareVariants: boolean
  /** The front end that a Dockerfile names. */
  readonly detectSyntax: (text: string) => string | null
  /** A filtered COPY (wildcard, --exclude, --parents) counts paths below its source, not base names. */
  readonly relativeNames: boolean
  /** A plain path under --parents must exist. */
  readonly requiredPaths: boolean
  /** Only the direct child of a step that --no-cache forces is forced too. */
  readonly forcesOneChild: boolean
}

const newest = 32

/**
 * The rules of a daemon by its minor version. Recorded are 0.8 (Docker 20.10), 0.25 (Docker 28.5), 0.26, 0.31 and 0.32:
 * what is older than 0.25 counts as that, from Docker 20.10 downwards as 0.8.
 */
export function daemonRules(daemon: number): DaemonRules {
  const recorded = recordedAs(daemon)
  const after20 = recorded > 8
  return {
    recorded,
    mirrorsByPath: !after20,
    matching: after20 ? 'inherited' : 'each',
    ownersCount: after20,
    cacheMountsCount: !after20,
    ownMountsByContent: after20,
    limitsRuns: after20,
    wholeMountsCount: after20,
    symbolicModes: after20,
    imagesShareVariants: after20 && recorded <= 25,
    secretVariables: after20,
    filtersCopies: after20,
    knowsLaterRuns: after20,
    detectSyntax: after20 ? detectSyntax : detectOldSyntax,
    relativeNames: recorded >= 26,
    requiredPaths: recorded >= 26,
    forcesOneChild: recorded >= 32,
  }
}

/** How the rules of a daemon are named in a plan. */
export function daemonInForce(daemon: number): Pick<RulesInForce, 'daemon' | 'insteadOf'> {
  const { recorded } = daemonRules(daemon)
  return { daemon: `0.${recorded}`, ...(recorded !== daemon && { insteadOf: `0.${daemon}` }) }
}

function recordedAs(daemon: number): number {
  if (daemon <= 8) return 8
  return Math.min(Math.max(daemon, 25), newest)
}
