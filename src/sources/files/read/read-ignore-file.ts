import { join } from 'node:path'
import { compileIgnoreRules, IgnoreFileError } from '../../../context/ignore/ignore-file.ts'
import type { Problem } from '../../../diagnostics/problem.ts'
import type { IgnorePlace, ReadIgnoreFile, TextFile } from '../../../session/build-files.ts'
import { shownPath } from '../../../session/shown-path.ts'
import { readTextFile } from './read-text-file.ts'

/**
 * Reads the ignore rules for a context. `dockerfile` may have its own ignore file (`X.dockerignore` beside it), which
 * replaces the context's; it counts even if it is empty, except for external front ends. null: only the context's file
 * counts, as for named contexts and under the classic builder. BuildKit takes an unreadable ignore file for absent.
 */
export function readIgnoreFile(place: IgnorePlace, known: ReadIgnoreFile | null): ReadIgnoreFile {
  const classic = place.builder === 'legacy'
  const own = place.dockerfile === null || classic ? [] : [`${place.dockerfile}.dockerignore`]
  const paths = [...own, join(place.context, '.dockerignore')]
  const looked: TextFile[] = []
  for (const [index, path] of paths.entries()) {
    const before = known?.looked.find((other) => other.path === path) ?? null
    const file = readTextFile(path, classic ? 'lead anywhere' : 'stay in its directory', before)
    looked.push(file)
    const last = index === paths.length - 1
    const absent = file.kind === 'absent' || (!classic && file.kind === 'unreadable' && noFile.has(file.code))
    const counts = !absent && (last || place.emptyCounts || file.kind !== 'text' || file.text !== '')
    if (counts)
      return rulesOf(file, { looked, shown: shownPath(place.shownFrom, path), matching: place.matching }, known)
  }
  const { matching } = place
  return same(known, { looked, matching }) ?? { looked, shown: null, matching, text: '', rules: noRules, problem: null }
}

const noRules = compileIgnoreRules('')
/** A client can send these, although they cannot be read as files. */
const noFile: ReadonlySet<string> = new Set(['EISDIR', 'ELOOP'])

function rulesOf(
  file: TextFile,
  found: Pick<ReadIgnoreFile, 'looked' | 'matching'> & { readonly shown: string },
  known: ReadIgnoreFile | null,
): ReadIgnoreFile {
  const unchanged = same(known, found)
  if (unchanged !== null) return unchanged
  if (file.kind !== 'text') {
    const message = file.kind === 'unreadable' ? `cannot be read (${file.code})` : 'disappeared'
    return { ...found, text: '', rules: noRules, problem: { file: found.shown, line: 0, column: 0, message } }
  }
  try {
    return { ...found, text: file.text, rules: compileIgnoreRules(file.text, found.matching), problem: null }
  } catch (error) {
    if (!(error instanceof IgnoreFileError)) throw error
    const problem: Problem = {
      file: found.shown,
      line: error.line,
      column: 1,
      message: error.message,
      hint: 'a build stops here, even where no step uses the context',
    }
    return { ...found, text: file.text, rules: noRules, problem }
  }
}

const same = (
  known: ReadIgnoreFile | null,
  { looked, matching }: Pick<ReadIgnoreFile, 'looked' | 'matching'>,
): ReadIgnoreFile | null =>
  known !== null &&
  known.matching === matching &&
  known.looked.length === looked.length &&
  looked.every((file, i) => file === known.looked[i])
    ? known
    : null
