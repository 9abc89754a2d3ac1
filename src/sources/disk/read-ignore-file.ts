import { join } from 'node:path'
import { compileIgnoreRules, IgnoreFileError, type IgnoreRules } from '../../context/ignore-file.ts'
import type { Problem } from '../../notice/problem.ts'
import { readTextFile, type TextFile } from './read-text-file.ts'
import { shownPath } from './shown-path.ts'

/** The ignore rules of one context and the files they were looked for in, in the order of precedence. */
export type ReadIgnoreFile = {
  readonly looked: readonly TextFile[]
  /** As shown to people; null: no ignore file. */
  readonly shown: string | null
  /** The file's text, `''` without one: equal text, equal rules. */
  readonly text: string
  readonly rules: IgnoreRules
  readonly problem: Problem | null
}

/**
 * Reads the ignore rules for a context. `dockerfile` has a file of its own (`X.dockerignore` beside it), which replaces
 * the context's; it counts even when empty, except for external front ends. null: only the context's counts
 * (named contexts, and the legacy builder).
 */
export function readIgnoreFile(
  place: {
    /** Directory that the patterns are relative to. */
    readonly context: string
    /** Directory that shown paths are relative to. */
    readonly shownFrom: string
    readonly dockerfile: string | null
    readonly emptyCounts: boolean
  },
  known: ReadIgnoreFile | null,
): ReadIgnoreFile {
  const paths = [
    ...(place.dockerfile === null ? [] : [`${place.dockerfile}.dockerignore`]),
    join(place.context, '.dockerignore'),
  ]
  const looked: TextFile[] = []
  for (const [index, path] of paths.entries()) {
    const file = readTextFile(path, known?.looked.find((other) => other.path === path) ?? null)
    looked.push(file)
    const last = index === paths.length - 1
    const counts = file.kind !== 'absent' && (last || place.emptyCounts || file.kind !== 'text' || file.text !== '')
    if (counts) return rulesOf(file, shownPath(place.shownFrom, path), looked, known)
  }
  return same(known, looked) ?? { looked, shown: null, text: '', rules: noRules, problem: null }
}

const noRules = compileIgnoreRules('')

function rulesOf(
  file: TextFile,
  shown: string,
  looked: readonly TextFile[],
  known: ReadIgnoreFile | null,
): ReadIgnoreFile {
  const unchanged = same(known, looked)
  if (unchanged !== null) return unchanged
  if (file.kind !== 'text') {
    const message = file.kind === 'unreadable' ? `cannot be read (${file.code})` : 'vanished'
    return { looked, shown, text: '', rules: noRules, problem: { file: shown, line: 0, column: 0, message } }
  }
  try {
    return { looked, shown, text: file.text, rules: compileIgnoreRules(file.text), problem: null }
  } catch (error) {
    if (!(error instanceof IgnoreFileError)) throw error
    const problem: Problem = {
      file: shown,
      line: error.line,
      column: 1,
      message: error.message,
      hint: 'a build stops here, even where no step uses the context',
    }
    return { looked, shown, text: file.text, rules: noRules, problem }
  }
}

const same = (known: ReadIgnoreFile | null, looked: readonly TextFile[]): ReadIgnoreFile | null =>
  known !== null && known.looked.length === looked.length && looked.every((file, i) => file === known.looked[i])
    ? known
    : null
