/** One behaviour of the Dockerfile front end, and the versions that have it. */
export type FeatureRow = {
  /** First minor version: 8 is docker/dockerfile:1.8. */
  readonly since: number
  /** First minor version that no longer has it. */
  readonly until?: number
  /** First minor version whose `-labs` images have it; they have everything that the plain ones have. */
  readonly labs?: number
  /** The behaviour of the front end, as one sentence for the documentation. */
  readonly what: string
}

/**
 * The changes between front ends, as far as they decide about a plan. Every question about a version is a row here, so
 * a new version is added in one place.
 * Sources: BuildKit frontend/dockerfile by tag, the release notes of docker/dockerfile 1.2 to 1.26, and recorded
 * builds.
 */
export const featureTable = {
  runNetwork: { since: 3, what: '`RUN --network` is a flag.' },
  mountVariables: {
    since: 3,
    what: 'Values of `RUN --mount` may hold variables, and are read when the step is reached.',
  },
  mountsMakeStages: {
    since: 3,
    what: 'Every mount but `tmpfs` counts as one more stage; before, those that name one and cache mounts did.',
  },
  tmpfsSize: { since: 3, what: 'A `tmpfs` mount takes `size`.' },
  heredocs: { since: 4, what: 'RUN, COPY and ADD take here-documents.' },
  linkFlag: { since: 4, what: 'COPY and ADD take `--link`.' },
  namedContexts: { since: 4, what: '`--build-context` replaces stages and images.' },
  runLimits: { since: 4, what: 'Limits, the size of /dev/shm, the cgroup and the host name of RUN reach the daemon.' },
  sourceDateEpoch: { since: 4, what: 'SOURCE_DATE_EPOCH is read.' },
  gitSources: {
    since: 5,
    what: 'ADD takes git repositories, `--checksum` and `--keep-git-dir` (experimental before 1.6).',
  },
  presentRunDefinition: {
    since: 5,
    what: 'RUN has the definition that later front ends give it; before, it had another key.',
  },
  zeroDurations: { since: 5, what: 'A HEALTHCHECK duration may be 0.' },
  zeroRetries: { since: 5, what: '`HEALTHCHECK --retries=0` is accepted.' },
  startInterval: { since: 6, what: 'HEALTHCHECK takes `--start-interval`.' },
  gitSourcesOutsideLabs: {
    since: 6,
    labs: 0,
    what: 'Git repositories and checksums of ADD work outside of labs images.',
  },
  shortModifiers: { since: 6, what: '`${A-b}` and `${A+b}` are expanded.' },
  shownTags: { since: 6, what: 'Progress shows the tag that FROM left out.' },
  keptTrailingDot: { since: 6, what: 'A destination that ends in `/.` keeps this ending in its key.' },
  patternModifiers: { since: 7, what: '`${A#p}`, `${A%p}` and `${A/p/r}` are expanded.' },
  linkedNoCache: { since: 7, what: '`--no-cache` reaches COPY --link.' },
  addressesWithoutProtocol: {
    since: 7,
    until: 8,
    what: 'A word without a protocol counts as an https address where a repository is looked for.',
  },
  gitPathSuffix: {
    since: 7,
    what: 'An http address is a repository when its path ends in `.git`; before, when the whole word did.',
  },
  colonBeforePattern: {
    since: 7,
    until: 10,
    what: '`${A:#p}` and `${A:%p}` are read as without the colon; other versions reject them.',
  },
  checkDirective: { since: 8, what: '`# check=` is a directive, and the linter runs.' },
  lineScopedArguments: {
    since: 8,
    what: 'An argument sees those before it on its line; a default that is overridden is not expanded.',
  },
  strictGlobalDefaults: {
    since: 8,
    what: 'A default of a global ARG that cannot be expanded is an error; before, it was empty.',
  },
  dotIsWorkdir: {
    since: 8,
    until: 9,
    what: 'The destination `.` is the working directory without a trailing `/` in its key.',
  },
  stableNames: {
    since: 8,
    what: 'A vertex that stands in several places is printed under one name; before, under any of them.',
  },
  strictJsonForms: { since: 9, what: 'Text after a JSON list makes it a plain form; before, it was dropped.' },
  sharedWordBuffer: { since: 9, what: 'Nested words share one buffer: `a${B:-c}` loses `a` where words are split.' },
  emptyPatterns: { since: 9, what: 'An empty pattern in `${A#}` is accepted; before, it crashed.' },
  noGitFileChecksums: { since: 9, what: '`--checksum` is refused for addresses that are repositories.' },
  lintSecrets: { since: 9, what: 'The linter knows SecretsUsedInArgOrEnv.' },
  lintBases: { since: 9, what: 'The linter looks at platforms and defaults of FROM.' },
  checkedModes: { since: 10, what: 'A `--chmod` that is not octal is an error; before, it was ignored.' },
  modeVariables: { since: 10, what: '`--chmod` is expanded.' },
  secretVariables: { since: 10, what: 'A secret mount takes `env`.' },
  presentSecretDefinition: {
    since: 10,
    what: 'RUN with secrets or agents has the definition that later front ends give it.',
  },
  countedTriggers: { since: 11, what: 'ONBUILD triggers are named as such and count in `n/m`.' },
  triggerSources: { since: 11, what: 'Stages that ONBUILD triggers read may bring triggers of their own.' },
  maskedSecrets: { since: 11, what: 'Progress shows `****` for variables that secrets set.' },
  targetStage: { since: 11, what: 'TARGETSTAGE is a predefined argument.' },
  lintPublicNames: { since: 11, what: 'SecretsUsedInArgOrEnv leaves out names with `public`.' },
  osVersion: { since: 13, what: 'BUILDOSVERSION and TARGETOSVERSION are predefined arguments.' },
  symbolicModes: { since: 14, labs: 10, what: '`--chmod` takes letters (`u+x`).' },
  runDevice: { since: 14, what: '`RUN --device` is a flag (labs images only accept it).' },
  blankInMarkers: { since: 16, what: '`<< EOF` is a here-document: blanks belong to the marker.' },
  gitChecksums: { since: 16, what: '`--checksum` is accepted for repositories.' },
  workdirEpoch: { since: 16, what: 'WORKDIR carries SOURCE_DATE_EPOCH.' },
  unpackFlag: { since: 17, what: 'ADD takes `--unpack`.' },
  ownPortRules: { since: 18, what: 'EXPOSE is checked by rules of its own; before, by the rules of a library.' },
  gitQueries: {
    since: 18,
    what: 'The query of a repository is read: ref, tag, branch, subdir, checksum, commit, keep-git-dir, submodules.',
  },
  lintPorts: { since: 18, what: 'The linter looks at EXPOSE.' },
  excludeFlag: { since: 19, labs: 7, what: 'COPY and ADD take `--exclude`.' },
  parentsFlag: { since: 20, labs: 7, what: 'COPY takes `--parents`.' },
  requiredParents: { since: 20, what: 'A plain path under `--parents` must exist (with a daemon that checks it).' },
  runSecurity: { since: 20, labs: 0, what: '`RUN --security` is a flag.' },
  chompedScripts: { since: 21, what: 'The tabs that `<<-` takes off are gone before `#!` is looked for.' },
  lintFileNames: { since: 22, what: 'SecretsUsedInArgOrEnv leaves out names with `file` or `version`, too.' },
  globalEpoch: { since: 23, what: 'A global ARG SOURCE_DATE_EPOCH acts like the build argument.' },
  gitMtime: { since: 23, what: 'The query of a repository takes `mtime`.' },
  epochOfStage: { since: 24, what: 'SOURCE_DATE_EPOCH may say `context` or name a stage.' },
  gitFetchByCommit: { since: 24, what: 'The query of a repository takes `fetch-by-commit`.' },
} as const satisfies Readonly<Record<string, FeatureRow>>

export type FeatureName = keyof typeof featureTable

/** The features of one front end. */
export type FrontendFeatures = Readonly<Record<FeatureName, boolean>>

const known = new Map<string, FrontendFeatures>()

/**
 * The behaviours of a front end, by its minor version and whether it is a `-labs` image. Equal questions get one value.
 */
export function featuresOf({ version, labs }: { readonly version: number; readonly labs: boolean }): FrontendFeatures {
  const key = `${version}${labs ? '-labs' : ''}`
  let features = known.get(key)
  if (features === undefined) {
    const rows = Object.entries(featureTable) as [FeatureName, FeatureRow][]
    features = Object.fromEntries(rows.map(([name, row]) => [name, has(row, version, labs)])) as FrontendFeatures
    known.set(key, features)
  }
  return features
}

function has(
  { since, until = Number.POSITIVE_INFINITY, labs: labsSince }: FeatureRow,
  version: number,
  labs: boolean,
): boolean {
  return (version >= since && version < until) || (labs && labsSince !== undefined && version >= labsSince)
}
