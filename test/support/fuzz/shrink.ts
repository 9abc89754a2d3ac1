import type { FuzzTree } from './fuzz-tree.ts'
import { withoutPath } from './fuzz-tree.ts'
import type { FuzzBuild, FuzzSequence } from './generate-sequence.ts'

export type ShrinkLimits = { readonly tries: number; readonly milliseconds: number }

/**
 * The smallest sequence found that still disagrees: without builds, Dockerfile lines, stages, flags, files and options
 * that do not matter. `disagrees` builds the sequence it is given and says whether the same disagreement shows.
 */
export async function shrinkSequence(
  sequence: FuzzSequence,
  disagrees: (smaller: FuzzSequence) => Promise<boolean>,
  limits: ShrinkLimits,
): Promise<FuzzSequence> {
  const end = Date.now() + limits.milliseconds
  let tries = 0
  let smallest = sequence
  for (let shrunk = true; shrunk; ) {
    shrunk = false
    for (const smaller of smallerSequences) {
      for (let index = 0; ; ) {
        const candidates = smaller(smallest)
        const candidate = candidates[index]
        if (candidate === undefined) break
        if (tries >= limits.tries || Date.now() > end) return smallest
        tries += 1
        if (await disagrees(candidate)) {
          smallest = candidate
          shrunk = true
        } else index += 1
      }
    }
  }
  return smallest
}

type Smaller = (sequence: FuzzSequence) => readonly FuzzSequence[]

/** The last build is the one that disagrees: it stays. Later ones first, since most disagreements need little history. */
const withoutOneBuild: Smaller = (sequence) =>
  sequence.builds
    .slice(0, -1)
    .map((_, index) => ({ ...sequence, builds: sequence.builds.toSpliced(index, 1) }))
    .reverse()

/** Lines with the salt stay: without them a build would meet what other sequences left in the cache. */
const withoutOneLine: Smaller = (sequence) =>
  dockerfileLines(sequence)
    .filter((line) => !/^\s*FROM/i.test(line) && !/\.salt|@SALT@/.test(line))
    .reverse()
    .map((line) => mapDockerfiles(sequence, (lines) => lines.filter((other) => other !== line)))

const withoutOneStage: Smaller = (sequence) =>
  dockerfileLines(sequence)
    .filter((line) => /^\s*FROM/i.test(line))
    .map((line) => mapDockerfiles(sequence, (lines) => withoutStage(lines, line)))
    .filter((smaller) => smaller.builds.every(hasStage))

const withoutOneFlag: Smaller = (sequence) =>
  dockerfileLines(sequence).flatMap((line) =>
    [...line.matchAll(/ --[\w-]+(=\S+)?/g)].map(([flag]) =>
      mapDockerfiles(sequence, (lines) => lines.map((other) => (other === line ? other.replace(flag, '') : other))),
    ),
  )

const withoutOnePath: Smaller = (sequence) =>
  [...new Set(sequence.builds.flatMap(({ tree }) => Object.keys(tree)))]
    .filter((path) => !isDockerfile(path) && !path.endsWith('.salt'))
    .map((path) => mapBuilds(sequence, (build) => ({ ...build, tree: withoutPath(build.tree, path) })))

const withoutOneOption: Smaller = (sequence) =>
  sequence.builds.flatMap((build, index) =>
    build.args.flatMap((argument, place) => {
      if (!argument.startsWith('-')) return []
      const args = build.args.toSpliced(place, argument === '--no-cache' ? 1 : 2)
      return [{ ...sequence, builds: sequence.builds.with(index, { ...build, args }) }]
    }),
  )

const withoutHook: Smaller = (sequence) =>
  sequence.builds.some(({ hook }) => hook !== undefined) ? [mapBuilds(sequence, ({ hook: _, ...build }) => build)] : []

const smallerSequences: readonly Smaller[] = [
  withoutOneBuild,
  withoutOneStage,
  withoutOneLine,
  withoutOneFlag,
  withoutOnePath,
  withoutOneOption,
  withoutHook,
]

const mapBuilds = (sequence: FuzzSequence, change: (build: FuzzBuild) => FuzzBuild): FuzzSequence => ({
  ...sequence,
  builds: sequence.builds.map(change),
})

const mapDockerfiles = (
  sequence: FuzzSequence,
  change: (lines: readonly string[]) => readonly string[],
): FuzzSequence =>
  mapBuilds(sequence, (build) => {
    const tree: Record<string, FuzzTree[string]> = {}
    for (const [path, entry] of Object.entries(build.tree)) {
      const text = isDockerfile(path) && entry.t === 'f' ? entry.c : undefined
      tree[path] = text === undefined ? entry : { ...entry, t: 'f', c: change(text.split('\n')).join('\n') }
    }
    return { ...build, tree }
  })

function dockerfileLines(sequence: FuzzSequence): readonly string[] {
  const texts = sequence.builds.flatMap(({ tree }) =>
    Object.entries(tree).flatMap(([path, entry]) => (isDockerfile(path) && entry.t === 'f' ? [entry.c ?? ''] : [])),
  )
  return [...new Set(texts.flatMap((text) => text.split('\n')))].filter((line) => line !== '')
}

function withoutStage(lines: readonly string[], from: string): readonly string[] {
  const start = lines.indexOf(from)
  if (start < 0) return lines
  const next = lines.findIndex((line, index) => index > start && /^\s*FROM/i.test(line))
  return lines.toSpliced(start, (next < 0 ? lines.length : next) - start)
}

const hasStage = ({ tree }: FuzzBuild): boolean =>
  Object.entries(tree).every(
    ([path, entry]) => !isDockerfile(path) || entry.t !== 'f' || /^\s*FROM/im.test(entry.c ?? ''),
  )

const isDockerfile = (path: string): boolean => /(^|\/)Dockerfile(\.dev)?$/.test(path)
