import { type FuzzStage, namedContext, namedImage } from './fuzz-project.ts'
import { generateCopyFlags } from './generate-copy.ts'
import { type LineSite, pickStage, stageNames } from './line-site.ts'
import type { Random } from './random.ts'

/** COPY --from a stage (by name, in capitals, by number), an image or a named context. */
export function generateStageCopy(site: LineSite): string {
  const { random } = site
  const likely = random.chance(88)
  const source = likely ? likelySource(site) : anySource(site)
  return `COPY ${generateCopyFlags(random)}--from=${source} ${random.pick(['/z/', '/w/', './zz/', '/x/', '/$TARGETARCH/', '/out/'])}`
}

function likelySource(site: LineSite): string {
  const { random, earlier } = site
  const name = pickStage(site)
  if (name === null || random.chance(8)) return random.pick(outsideSources)
  return `${spellStage(random, earlier, name)} ${random.pick(likelyPaths(earlier, name))}`
}

const anySource = ({ random, earlier }: LineSite): string => {
  const names = stageNames(earlier)
  const stage =
    random.chance(85) && names.length > 0 ? random.pick(names) : random.pick(['lt-base:1', namedContext, '0'])
  return `${stage} ${random.pick(anyPaths)}`
}

function spellStage(random: Random, stages: readonly FuzzStage[], name: string): string {
  if (random.chance(15)) return name.toUpperCase()
  const number = stages.findIndex((stage) => stage.name === name)
  return random.chance(15) ? `${random.chance(20) ? '+' : ''}${number}` : name
}

const outsideSources = [
  'lt-base:1 /etc/passwd',
  'lt-base:1 /bin/sh',
  'lt-base:1 /etc',
  `${namedContext} k.txt`,
  `${namedContext} .`,
  `${namedContext} /*.txt`,
  `${namedImage} /etc/passwd`,
]

const anyPaths = [
  '/x',
  '/y',
  '/out',
  '/out/',
  '/out/*',
  '/x/sub',
  '/etc/passwd',
  '/bin/sh',
  '/nope*',
  '/out/k',
  'out/k',
  '/',
  '/out/k /x',
  '/x/f*',
  '/h',
  '.',
  '/out/../x',
  '/f.txt',
]

/** Paths that the stage probably has when it is built: a path that is missing in a stage only shows in a real build. */
function likelyPaths(stages: readonly FuzzStage[], name: string): readonly string[] {
  const paths = new Set<string>()
  const seen = new Set<string>()
  for (let stage = stageNamed(stages, name); stage !== undefined; stage = stageNamed(stages, stage.base)) {
    if (seen.has(stage.base)) break
    seen.add(stage.base)
    for (const line of stage.lines) notePaths(line, paths)
    if (stage.base === 'lt-base:1') for (const path of ['/etc/passwd', '/bin/sh']) paths.add(path)
  }
  return [...paths, '/nope*']
}

const stageNamed = (stages: readonly FuzzStage[], name: string) =>
  stages.find((stage) => stage.name === name.toLowerCase())

function notePaths(line: string, paths: Set<string>): void {
  const copied = /^(?:COPY|ADD) .*? (\/(?:x|y|out|h|add|x\/sub)\/)(?:\n|$)/.exec(line)
  if (copied && !/no\*match|--parents/.test(line)) {
    const directory = copied[1]!.slice(0, -1)
    for (const path of [directory, `${directory}/`, `${directory}/*`]) paths.add(path)
  }
  if (!line.startsWith('RUN')) return
  if (/mkdir -p \/out &&/.test(line)) for (const path of ['/out', '/out/*']) paths.add(path)
  if (/> \/out\/k/.test(line)) for (const path of ['/out/k', 'out/k']) paths.add(path)
  if (/mkdir -p \/x/.test(line)) paths.add('/x/made')
  if (/rm -rf/.test(line)) paths.clear()
}
