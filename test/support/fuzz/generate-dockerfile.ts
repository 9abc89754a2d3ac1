import { type FuzzDockerfile, type FuzzStage, namedContext, namedImage } from './fuzz-project.ts'
import { generateAdd, generateCopy } from './generate-copy.ts'
import { generateHeredocCopy } from './generate-heredoc.ts'
import { generateHead, generateMetadata } from './generate-metadata.ts'
import { generateProducer, generateRun } from './generate-run.ts'
import { generateStageCopy } from './generate-stage-copy.ts'
import type { LineSite } from './line-site.ts'

type DocumentSite = Omit<LineSite, 'stage' | 'earlier'>

/** A Dockerfile of one to five stages. */
export function generateDockerfile(site: DocumentSite): FuzzDockerfile {
  const { random } = site
  const count = random.weighted([
    [3, () => 1],
    [4, () => 2],
    [3, () => 3],
    [1, () => 4],
    [0.5, () => 5],
  ])
  const stages: FuzzStage[] = []
  for (let index = 0; index < count; index += 1) stages.push(generateStage(site, index, stages))
  const head = random.chance(25) ? [generateHead(random)] : []
  const needsBase = stages.some(({ base }) => base === '$BASE') && !head.some((line) => line.includes('BASE='))
  return {
    head: needsBase ? [...head, 'ARG BASE=lt-base:1'] : head,
    stages,
    lineEnd: random.chance(4) ? '\r\n' : '\n',
    mark: random.chance(3),
  }
}

/** A stage whose first line carries the salt, so that no other sequence has built it. */
export function generateStage(site: DocumentSite, index: number, earlier: readonly FuzzStage[]): FuzzStage {
  const { random, features } = site
  const parents = earlier.filter(({ name }) => name !== null)
  const parent = parents.length > 0 && random.chance(25) ? random.pick(parents) : null
  const base = parent?.name ?? generateBase(site)
  const shellless = parent?.shellless ?? (base === 'scratch' || base === namedContext)
  const lines = parent ? [] : firstLines(site, index, base, earlier)
  const lineSite: LineSite = { ...site, stage: { shellless, base }, earlier }
  const count = 1 + random.int(5)
  for (let line = 0; line < count; line += 1) {
    lines.push(generateLine(lineSite))
    if (!shellless && random.chance(features.profile === 'stages' ? 30 : 10)) lines.push(generateProducer(random))
  }
  return { base, name: random.chance(12) ? null : `s${index}`, shellless, lines }
}

const generateBase = ({ random }: DocumentSite): string =>
  random.weighted([
    [7, () => 'lt-base:1'],
    [2, () => 'scratch'],
    [0.7, () => '$BASE'],
    [0.4, () => namedContext],
    [0.4, () => namedImage],
    [1, () => `--platform=${random.pick(platforms)} lt-base:1`],
    [0.4, () => random.pick(['docker.io/library/lt-base:1', 'library/lt-base:1', 'index.docker.io/library/lt-base:1'])],
  ])

const platforms = [
  '$TARGETPLATFORM',
  '$BUILDPLATFORM',
  'linux/amd64',
  'linux/x86_64',
  '${TARGETOS}/${TARGETARCH}',
  'linux/$BUILDARCH',
]

/** Sometimes what another stage starts with, which makes both one vertex as far as it goes. */
function firstLines({ random }: DocumentSite, index: number, base: string, earlier: readonly FuzzStage[]): string[] {
  const first = random.pick(['WORKDIR /@SALT@', 'COPY .salt /.salt', 'COPY .salt /.salt', `WORKDIR /@SALT@-${index}`])
  if (earlier.length === 0 || !random.chance(20)) return [first]
  const twin = random.pick(earlier)
  return twin.base === base && twin.lines.length > 1 ? twin.lines.slice(0, 1 + random.int(twin.lines.length)) : [first]
}

/** One instruction; the profile decides which kinds are met more often. */
export function generateLine(site: LineSite): string {
  const { random, earlier, stage, features } = site
  const { copy, run, from } = emphasis[features.profile]
  const hasStages = earlier.length > 0
  return random.weighted([
    [8 * copy, () => generateCopy(site)],
    [hasStages ? 4.5 * from : 0.2, () => generateStageCopy(site)],
    [1.5, () => generateHeredocCopy(random)],
    [5, () => generateMetadata(random)],
    [2.5, () => `WORKDIR ${random.pick(workdirs)}`],
    [2, () => generateAdd(site)],
    [stage.shellless ? 0 : 7 * run, () => generateRun(site)],
    [1.2, () => `ONBUILD ${random.pick(triggers)}`],
  ])
}

const emphasis = {
  all: { copy: 1, run: 1, from: 1 },
  copy: { copy: 4, run: 0.3, from: 1 },
  run: { copy: 0.5, run: 4, from: 1 },
  stages: { copy: 1, run: 1, from: 4 },
  ignore: { copy: 2, run: 1, from: 1 },
  spelling: { copy: 1, run: 1, from: 1 },
  matrix: { copy: 1, run: 1, from: 1 },
} as const

const workdirs = [
  '/w',
  'sub',
  '/w/',
  '/',
  'sub/../sub',
  '/$A',
  '/w/../w',
  '"/w q"',
  'rel/$B',
  '/out',
  '/x',
  '.',
  '/w/.',
  '${W:-/w}',
]

const triggers = [
  'COPY src /ob/',
  'RUN echo ob',
  'ENV A=ob',
  'WORKDIR /ob',
  'ADD docs /ob2/',
  'COPY --from=lt-base:1 /etc/group /g',
  'USER 0',
  'ARG OB=1',
  'LABEL ob=1',
  'COPY ["src", "/ob/"]',
  'RUN ["/bin/sh", "-c", "echo ob"]',
  'RUN <<EOF\necho ob\nEOF',
  'COPY <<EOF /ob3/\nv $A\nEOF',
  'COPY --chown=$U --exclude=lib src/ /ob/',
  'RUN --mount=source=src,target=/m echo $A $TARGETARCH',
  'RUN --mount=type=cache,target=/c0 --mount=type=tmpfs,target=/t echo ob',
  'ENV B=$A C=${B:-c}',
  'ARG TARGETARCH',
  'SHELL ["/bin/sh", "-ec"]',
  'EXPOSE 80-81',
  'VOLUME ["/v"]',
  'STOPSIGNAL 9',
  'HEALTHCHECK --interval=5s CMD ["a"]',
  'CMD ["x"]',
  'ADD t* /ob4/',
  'COPY --link docs /ob5/',
]
