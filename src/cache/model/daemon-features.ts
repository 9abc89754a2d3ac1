import type { PathMatching } from '../../context/ignore/pattern-matcher.ts'
import { detectOldSyntax, detectSyntax } from '../../dockerfile/parser/directives.ts'
import type { RulesInForce } from './plan/plan.ts'

/** One behaviour of the BuildKit daemon, and the recorded versions that have it. */
export type DaemonFeatureRow = {
  /** First minor version: 26 is BuildKit 0.26. */
  readonly since: number
  /** First minor version that no longer has it. */
  readonly until?: number
  /** The behaviour of the daemon or its client, as one sentence for the documentation. */
  readonly what: string
}

const after20 = 9

/** The rules about keys that the version of the daemon decides. Sources: BuildKit by tag, and recorded builds. */
export const daemonTable = {
  mirrorsByPath: {
    since: 0,
    until: after20,
    what: 'The whole path of a directory identifies a context; later, its base name does.',
  },
  cacheMountsCount: { since: 0, until: after20, what: 'Id and sharing of a cache mount are in the key of its RUN.' },
  oldSyntaxLine: {
    since: 0,
    until: after20,
    what: '`# syntax=` is found among all `# name = value` lines at the start.',
  },
  judgesEachPath: {
    since: 0,
    until: after20,
    what: 'The client matches ignore rules against each path on its own, not against its parents.',
  },
  ownersCount: { since: after20, what: 'Owners count in the checksum of what a stage holds.' },
  ownMountsByContent: {
    since: after20,
    what: 'A RUN that mounts what it starts from counts that by content, not by key and path.',
  },
  limitsRuns: {
    since: after20,
    what: 'RUN takes limits, a size of /dev/shm, a cgroup and a host name, all of them in its key.',
  },
  wholeMountsCount: { since: after20, what: 'A mount of a whole source counts beside a mount of a part of it.' },
  symbolicModes: { since: after20, what: '`--chmod` can be given in letters.' },
  secretVariables: { since: after20, what: 'A secret can be given to a RUN as a variable.' },
  filtersCopies: {
    since: after20,
    what: 'COPY filters by `--exclude` and `--parents`; before, all of the source is taken.',
  },
  knowsLaterRuns: { since: after20, what: 'What later front ends add to a RUN is in its key.' },
  imagesShareVariants: {
    since: after20,
    until: 26,
    what: 'In the containerd store, external front ends find the variants of a platform upon one key.',
  },
  relativeNames: {
    since: 26,
    what: 'A filtered COPY (wildcard, `--exclude`, `--parents`) counts paths below its source, not base names.',
  },
  requiredPaths: { since: 26, what: 'A plain path under `--parents` must exist.' },
  forcesOneChild: { since: 32, what: 'Only the direct child of a step that `--no-cache` forces is forced too.' },
} as const satisfies Readonly<Record<string, DaemonFeatureRow>>

export type DaemonFeature = keyof typeof daemonTable

/** The rules that the version of the BuildKit daemon decides. */
export type DaemonRules = Readonly<Record<DaemonFeature, boolean>> & {
  /** The version that was recorded, whose rules these are: minor number, as in 0.25. */
  readonly recorded: number
  /** The way in which the daemon's own client decides what to send. */
  readonly matching: PathMatching
  /** The front end that a Dockerfile names, or null. */
  readonly detectSyntax: (text: string) => string | null
}

const newest = 32

/**
 * The rules of a daemon by its minor version. Builds of 0.8 (Docker 20.10), 0.25 (Docker 28.5), 0.26, 0.31 and 0.32
 * were recorded. A version before 0.25 counts as 0.25; Docker 20.10 and older count as 0.8.
 */
export function daemonRules(daemon: number): DaemonRules {
  const recorded = recordedAs(daemon)
  let rules = known.get(recorded)
  if (rules === undefined) {
    const rows = Object.entries(daemonTable) as [DaemonFeature, DaemonFeatureRow][]
    const features = Object.fromEntries(
      rows.map(([name, { since, until = Number.POSITIVE_INFINITY }]) => [name, recorded >= since && recorded < until]),
    ) as Readonly<Record<DaemonFeature, boolean>>
    rules = {
      ...features,
      recorded,
      matching: features.judgesEachPath ? 'each' : 'inherited',
      detectSyntax: features.oldSyntaxLine ? detectOldSyntax : detectSyntax,
    }
    known.set(recorded, rules)
  }
  return rules
}

const known = new Map<number, DaemonRules>()

/** The names of a daemon's rules for a plan. */
export function daemonInForce(daemon: number): Pick<RulesInForce, 'daemon' | 'insteadOf'> {
  const { recorded } = daemonRules(daemon)
  return { daemon: `0.${recorded}`, ...(recorded !== daemon && { insteadOf: `0.${daemon}` }) }
}

function recordedAs(daemon: number): number {
  if (daemon <= 8) return 8
  return Math.min(Math.max(daemon, 25), newest)
}
