import type { BuilderKind } from '../cache/model/plan/plan.ts'
import type { IgnoreRules } from '../context/ignore/ignore-file.ts'
import type { PathMatching } from '../context/ignore/pattern-matcher.ts'
import type { DirectoryEntry } from '../context/tree/entry.ts'
import type { Failure } from '../diagnostics/failure.ts'
import type { Problem } from '../diagnostics/problem.ts'

/** A small file that a build reads as a whole, links followed. `target` is where they lead. */
export type TextFile = { readonly path: string; readonly target: string } & TextFileState

export type TextFileState =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /**
   * There, but it cannot be read as a file: the system's code (EACCES, EISDIR …), or `not a regular file` and the like.
   */
  | { readonly kind: 'unreadable'; readonly code: string }

export type DockerfileText = TextFile & { readonly kind: 'text' }

/** The result of looking for a Dockerfile. `tried` are the absolute paths at which one may appear. */
export type DockerfileReading =
  | { readonly kind: 'read'; readonly file: DockerfileText; readonly tried: readonly string[] }
  /** A build would stop: the Dockerfile does not exist or cannot be read. The next save may change this. */
  | { readonly kind: 'missing'; readonly failure: Failure; readonly tried: readonly string[] }
  /** A context of the build is out of reach as a whole. */
  | { readonly kind: 'no-context'; readonly failure: Failure }

/** The files in which the ignore rules of one context are searched. */
export type IgnorePlace = {
  /** Directory that the patterns are relative to. */
  readonly context: string
  /** Directory that shown paths are relative to. */
  readonly shownFrom: string
  /** The Dockerfile, which may have its own ignore file; null: only the ignore file of the context counts. */
  readonly dockerfile: string | null
  readonly builder: BuilderKind
  /** Whether a Dockerfile's own ignore file counts when it is empty. */
  readonly emptyCounts: boolean
  /** The rule by which the builder's client matches patterns. */
  readonly matching: PathMatching
}

/** The ignore rules of one context and the files they were looked for in, in the order of precedence. */
export type ReadIgnoreFile = {
  readonly looked: readonly TextFile[]
  /** As shown to people; null: no ignore file. */
  readonly shown: string | null
  /** The file's text, `''` without one: equal text, equal rules. */
  readonly text: string
  readonly matching: PathMatching
  readonly rules: IgnoreRules
  readonly problem: Problem | null
}

/** A context's name among all of a build: `''` is its own. Two of them may be the same directory under other rules. */
export type ContextKey = string

/** The key of a context by its name; null: the build's own. */
export const contextKey = (name: string | null): ContextKey => name ?? ''

/** A directory that the build reads. */
export type SessionContext = {
  readonly key: ContextKey
  /** Absolute. */
  readonly root: string
  readonly ignore: ReadIgnoreFile
  /** The last snapshot and its ignore rules; null: the context has not been walked. */
  readonly walked: { readonly tree: DirectoryEntry; readonly rules: IgnoreRules } | null
}

/** Whether there is a snapshot under the present ignore rules. */
export const isWalked = ({ walked, ignore }: SessionContext): boolean =>
  walked !== null && walked.rules === ignore.rules

/** A snapshot of one context. */
export type ContextSnapshot = { readonly key: ContextKey; readonly tree: DirectoryEntry }

/**
 * A path of a context that may have changed: `tree` looks at everything below it too, `entry` only at the path itself.
 */
export type Hint = { readonly path: string; readonly reach: 'entry' | 'tree' }
