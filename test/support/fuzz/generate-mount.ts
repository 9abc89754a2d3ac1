import { allPaths } from './fuzz-tree.ts'
import { type LineSite, pickStage } from './line-site.ts'

/** One `--mount=` value: every type, the ways to say its target, and the options each knows. */
export function generateMount(site: LineSite): string {
  const { random } = site
  const target = random.pick(['/m', '/m2', 'rel', '/m/sub', '/m/$A'])
  const access = random.pick(['', '', ',ro', ',rw', ',readonly=true', ',readwrite=true', ',rw=false'])
  return random.weighted([
    [6, () => `type=bind,source=${contextPath(site)},target=${target}${access}`],
    [2, () => `target=${target}${access}`],
    [1, () => `src=${contextPath(site)},dst=${target}`],
    [5, () => stageMount(site, target, access)],
    [1, () => random.pick(imageMounts)],
    [4, () => `type=cache,target=/c${random.int(2)}${random.pick(cacheOptions)}`],
    [2, () => cacheFrom(site)],
    [
      2,
      () =>
        `type=tmpfs,target=${random.pick(['/t', '/t2', '/dev/shm'])}${random.pick(['', ',size=1m', ',size=2097152', ',size=1.5m'])}`,
    ],
    [3, () => `type=secret,id=${random.pick(secrets)}`],
    [1.5, () => `type=ssh${random.pick(['', ',id=k', ',target=/ag', ',mode=0666', ',id=default', ',uid=5,gid=0'])}`],
  ])
}

function contextPath({ random, tree }: LineSite): string {
  const plain = allPaths(tree).filter((path) => !/[\s*?[\\,]/.test(path) && /^[\x20-\x7e]*$/.test(path))
  return random.pick(['src', '.', 'a/b', 'docs', 'src/lib', '/a', 'pk1', '$SRC', ...plain])
}

function stageMount(site: LineSite, target: string, access: string): string {
  const { random } = site
  const stage = pickStage(site)
  if (stage === null) return `type=tmpfs,target=${target}`
  const source = random.pick(['', ',source=/x', ',source=/out', ',source=/', ',src=out/k'])
  return `type=bind,from=${stage},target=${target}${source}${access}`
}

function cacheFrom(site: LineSite): string {
  const { random } = site
  const from = random.chance(75) ? pickStage(site) : random.pick(['scratch', 'lt-base:1'])
  const source = random.pick(['', '', ',source=/x', ',source=/out'])
  return `type=cache,target=/cf${from === null ? '' : `,from=${from}${source}`}${random.pick(cacheOptions)}`
}

const imageMounts = [
  'from=lt-base:1,source=/etc/passwd,target=/pw',
  'from=scratch,target=/sc',
  'from=scratch,source=/x,target=/sc',
  'from=scratch,target=/sc,rw',
  'from=lt-base:1,target=/im',
]

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
  ',uid=5,gid=7',
  ',gid=7,uid=5,mode=1777',
  ',uid=0',
  ',uid=$UID',
  ',mode=755',
  ',rw=true',
]

/** `tok` is given to the build, `two` and `three` are not. */
const secrets = [
  'tok',
  'tok,target=/s',
  'tok,env=TOK',
  'tok,required=true',
  'tok,mode=0444',
  'tok,uid=5',
  'tok,required',
  'tok,env=TOK,target=/s',
  'tok,dst=/s',
  'tok,env=A',
  'two',
  'two,env=TWO',
  'two,env=TOK',
  'two,mode=0400',
  'three,env=ZZ',
  'three,required=false',
  'three,target=/s',
]
