import { allPaths } from './fuzz-tree.ts'
import { type LineSite, stageNames } from './line-site.ts'
import type { Random } from './random.ts'

/** One `--mount=` value: every type, the ways to say its target, and the options each knows. */
export function generateMount(site: LineSite): string {
  const { random, earlier } = site
  const stages = stageNames(earlier)
  const target = random.pick(['/m', '/m2', 'rel', '/m/sub'])
  const access = random.pick(['', '', ',ro', ',rw', ',readonly=true', ',readwrite=true', ',rw=false'])
  return random.weighted([
    [6, () => `type=bind,source=${contextPath(site)},target=${target}${access}`],
    [2, () => `target=${target}${access}`],
    [1, () => `src=${contextPath(site)},dst=${target}`],
    [5, () => stageMount(random, stages, `${target}`, access)],
    [1, () => 'from=lt-base:1,source=/etc/passwd,target=/pw'],
    [4, () => `type=cache,target=/c${random.int(2)}${random.pick(cacheOptions)}`],
    [1, () => (stages.length > 0 ? `type=cache,target=/cf,from=${random.pick(stages)}` : 'type=cache,target=/c1')],
    [
      2,
      () =>
        `type=tmpfs,target=${random.pick(['/t', '/t2'])}${random.pick(['', ',size=1m', ',size=2097152', ',size=1.5m'])}`,
    ],
    [2, () => `type=secret,id=tok${random.pick(secretOptions)}`],
    [1, () => `type=ssh${random.pick(['', ',id=k', ',target=/ag', ',mode=0666', ',id=default'])}`],
  ])
}

function contextPath({ random, tree }: LineSite): string {
  const plain = allPaths(tree).filter((path) => !/[\s*?[\\,]/.test(path) && /^[\x20-\x7e]*$/.test(path))
  return random.pick(['src', '.', 'a/b', 'docs', 'src/lib', '/a', 'pk1', '$SRC', ...plain])
}

function stageMount(random: Random, stages: readonly string[], target: string, access: string): string {
  if (stages.length === 0) return `type=tmpfs,target=${target}`
  const source = random.pick(['', ',source=/x', ',source=/out', ',source=/', ',src=out/k'])
  return `type=bind,from=${random.pick(stages)},target=${target}${source}${access}`
}

const cacheOptions = [
  '',
  ',id=k0',
  ',id=k1',
  ',id=/c0',
  ',id=/c1',
  ',sharing=locked',
  ',sharing=private',
  ',sharing=shared',
  ',mode=0700',
  ',mode=0755',
  ',uid=5',
  ',gid=7',
  ',ro',
  ',id=$A',
]

const secretOptions = [
  '',
  ',target=/s',
  ',env=TOK',
  ',required=true',
  ',mode=0444',
  ',uid=5',
  ',required',
  ',env=TOK,target=/s',
  ',dst=/s',
]
