import type { FuzzEntry } from './fuzz-tree.ts'
import type { FuzzBuild } from './generate-sequence.ts'

/**
 * The same builds as those of two projects that take turns. A builder tells contexts apart by the base name of their
 * directory: two of one name share what it believes their files to be.
 */
export function asTwoProjects(builds: readonly FuzzBuild[], sameName: boolean): readonly FuzzBuild[] {
  const trees = new Map<string, FuzzBuild['tree']>()
  return builds.map((build, index) => {
    const place = index % 2 === 0 ? 'one' : 'two'
    const directory = `${place}/${sameName ? 'app' : place}-@SALT@`
    trees.set(directory, build.tree)
    return {
      ...build,
      tree: joined(trees),
      context: `@CTX@/${directory}`,
      args: build.args.map((argument) => argument.replace('@CTX@/', `@CTX@/${directory}/`)),
    }
  })
}

function joined(trees: ReadonlyMap<string, FuzzBuild['tree']>): FuzzBuild['tree'] {
  const all: Record<string, FuzzEntry> = {}
  for (const [directory, tree] of trees) {
    for (const [path, entry] of Object.entries(tree)) {
      all[`${directory}/${path}`] = entry.t === 'h' ? { ...entry, to: `${directory}/${entry.to}` } : entry
    }
  }
  return all
}
