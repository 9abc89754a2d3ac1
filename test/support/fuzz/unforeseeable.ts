import type { CaseBuild } from '../cases/case-file.ts'
import type { RealBuild } from './compare-build.ts'

/**
 * Whether a build failed for what no prediction can know: what happens inside the image. A file in the way of a
 * directory, a user that /etc/passwd lacks, a command that ends with an error, a path missing in a stage.
 */
export function isUnforeseeable(real: RealBuild, build: CaseBuild): boolean {
  if (real.ok) return false
  const missing = /"(\/[^"]*)"(?: not found)?: not found|lstat (\/\S*): no such file/.exec(real.error)
  if (missing) return readsFromStage(build, missing[1] ?? missing[2]!)
  return insideTheImage.test(real.error)
}

/** Some line with `from=` names the path (or, where it was found missing while copying, any such line). */
function readsFromStage(build: CaseBuild, path: string): boolean {
  return Object.entries(build.tree ?? {}).some(
    ([name, entry]) =>
      /Dockerfile(\.dev)?$/.test(name) &&
      entry.t === 'f' &&
      (entry.c ?? '').split('\n').some((line) => line.includes('from=') && line.includes(path.slice(1))),
  )
}

const insideTheImage = new RegExp(
  [
    'unable to find (user|group)',
    '^executor failed running',
    // Docker 20.10: an owner by name where there are none, and options of later clients.
    'open \\S+/etc/(passwd|group): no such file',
    '^unknown flag: --(build-context|no-cache-filter)',
    'did not complete successfully: (exit code: \\d+|open |stat |lstat )',
    'cannot replace',
    'file exists',
    'not a directory',
    'non-directory',
    'is a directory',
    'existing file',
    'invalid user index',
    'too many links',
    'mount source',
    'permission denied',
    'invalid argument',
    'mkdirat',
    'openat',
    'error creating',
    'no users found',
    'cannot copy to non-directory',
  ].join('|'),
  'm',
)
