import { allPaths } from './fuzz-tree.ts'
import type { LineSite } from './line-site.ts'
import type { Random } from './random.ts'

/** COPY or ADD of context files: plain, JSON and renaming forms, all flags, several sources. */
export function generateCopy(site: LineSite): string {
  const { random, features } = site
  if (features.parents && random.chance(35)) return generateParentsCopy(random)
  const count = random.weighted([
    [7, () => 1],
    [2, () => 2],
    [1, () => 3],
  ])
  const sources = Array.from({ length: count }, () => generateSource(site))
  const destination = generateDestination(random)
  const flags = generateCopyFlags(random)
  if (sources.some((source) => /\s/.test(source)) || random.chance(8)) {
    return `COPY ${flags}${JSON.stringify([...sources, destination.replaceAll('"', '')])}`
  }
  const renames = count === 1 && !/[*?[\\$]/.test(sources[0]!) && random.chance(15)
  return `COPY ${flags}${sources.join(' ')} ${renames ? random.pick(['/x/one', '/one', 'two']) : destination}`
}

/** ADD: mostly archives, which it unpacks, and what only looks like one. */
export function generateAdd(site: LineSite): string {
  const { random } = site
  const unpack = random.chance(15) ? `--unpack=${random.pick(['true', 'false'])} ` : ''
  const source = random.weighted([
    [1, () => generateSource(site).split(' ')[0]!],
    [1, () => random.pick(['t.tar', 't.tar.gz', '*.tar', 't*'])],
  ])
  return `ADD ${generateCopyFlags(random)}${unpack}${source} /add/`
}

function generateParentsCopy(random: Random): string {
  const sources = Array.from({ length: random.chance(20) ? 2 : 1 }, () => random.pick(parentsSources))
  return `COPY --parents ${generateCopyFlags(random)}${sources.join(' ')} ${random.pick(parentsDestinations)}`
}

export function generateSource({ random, tree }: LineSite): string {
  const paths = allPaths(tree)
  return random.weighted([
    [8, () => (paths.length > 0 ? random.pick(paths) : '.')],
    [2, () => random.pick(['.', './', 'src', 'src/', 'a', 'docs', '/', 'nc'])],
    [3, () => random.pick(wildcards)],
    [1, () => random.pick(['src/lib', 'a/b/', 'pk1', 'src/../a', '/docs', './a/./b', 'src//lib', 'a/../../src'])],
    [1, () => random.pick(['$SRC', '${D:-src}', 'src/$E', 'pk${N:-1}', '${SRC%c}c', '${SRC:+src}', '"src"', "'docs'"])],
  ])
}

export const generateDestination = (random: Random): string =>
  random.weighted([
    [8, () => random.pick(['/x/', './', 'd/', '/x/sub/', '/y/', '/out/', '.'])],
    [
      2,
      () =>
        random.pick([
          '/x/.',
          '/x//k/../',
          '/$A/q/',
          'rel/$B/',
          '/x/./',
          '../up/',
          '"/qd/"',
          '/$TARGETARCH/',
          '/${B:-b}/',
        ]),
    ],
  ])

export function generateCopyFlags(random: Random): string {
  const flags: string[] = []
  if (random.chance(12)) flags.push(`--chown=${random.pick(owners)}`)
  if (random.chance(10))
    flags.push(`--chmod=${random.pick(['755', '0755', '644', 'u+x', 'go-w', '700', '$M', 'a=rX'])}`)
  if (random.chance(12)) {
    flags.push(
      `--exclude=${random.pick(['*.md', '**/x', 'lib', '**/*.js', 'src/lib', '*', 'f.txt', '**', '!x', '/x', './src', '$E', 'src/', '[a-m]*'])}`,
    )
    if (random.chance(30)) flags.push(`--exclude=${random.pick(['*.txt', '**/deep', '!src/lib/x', 'a/b'])}`)
  }
  if (random.chance(15)) flags.push(random.pick(['--link', '--link', '--link=true', '--link=false']))
  if (random.chance(30)) flags.reverse()
  return flags.map((flag) => `${flag} `).join('')
}

const owners = [
  '0:0',
  'root',
  'root:root',
  '5:6',
  'app',
  'app:app',
  '1000',
  '1000:1000',
  '$U',
  ':5',
  '0',
  'app:0',
  '00',
  '5:',
  '$U:$U',
  '"root"',
]

const wildcards = [
  '*.txt',
  'src/*',
  '*/*.txt',
  'pk*/index.js',
  '*',
  's*',
  '*/f.txt',
  'a*',
  '?',
  '[a-m]*',
  '**/x',
  'no*match',
  'pk[12]',
  'pk[^1]/*',
  'src/lib/*.js',
  'pack*.json',
  '*/',
  'd?cs/*',
  '.e*',
  'src/*/deep',
  'Dockerfile*',
]

const parentsSources = [
  '**/f.txt',
  'src/**',
  '**/*.md',
  'src/*',
  './src/./lib',
  'a/./b',
  'src',
  'a/b/',
  '**/index.js',
  '*/f.txt',
  './src/f.txt',
  'docs/',
  'pk*/./index.js',
  '**/x',
  'a/**/g.txt',
  '.',
]
const parentsDestinations = ['/x/', './', 'd/', '/x/sub/', '/y/', '/x/.', '/x//k/../']
