import type { Pointer } from './pointer.ts'

/** Something that a plan cannot know or takes as given. `src/messages` puts it into words. */
export type PlanWarning =
  /** The rules are those of BuildKit 0.`recorded`, because no build of the engine's 0.`daemon` was recorded. */
  | { readonly kind: 'other-daemon'; readonly recorded: number; readonly daemon: number }
  /** The classic builder was recorded only in Docker 28.5, which has BuildKit 0.25. */
  | { readonly kind: 'other-classic-builder'; readonly daemon: number }
  /** The engine has the image for another platform; a build asks the registry. */
  | { readonly kind: 'foreign-image'; readonly reference: string; readonly had: string; readonly wanted: string }
  /** No engine was there to inspect these images. */
  | { readonly kind: 'unknown-images'; readonly references: readonly string[] }
  /** The engine does not have these images. */
  | { readonly kind: 'absent-images'; readonly references: readonly string[] }
  /** BuildKit asks the server in every build. */
  | { readonly kind: 'remote-source'; readonly source: string }
  /** The classic builder downloads it in every build. */
  | { readonly kind: 'download'; readonly url: string }
  /** An older version of the front end reads these lines in another way; null: all of them. */
  | {
      readonly kind: 'assumed-frontend'
      readonly reference: string | null
      readonly assumed: string
      readonly lines: readonly number[] | null
    }
  /** Files changed with equal size and time, so the builder keeps the old content. `context` null: the build's own. */
  | {
      readonly kind: 'stale-files'
      readonly context: string | null
      readonly paths: readonly string[]
      readonly more: number
    }
  /** BuildKit 0.32 takes this step from the cache although `--no-cache` re-runs the steps before it. */
  | { readonly kind: 'half-forced'; readonly step: Pointer }
  /** The classic builder ignores these flags. */
  | { readonly kind: 'ignored-flags'; readonly line: number; readonly flags: readonly string[] }
  /** The classic builder ignores the text of a heredoc. */
  | { readonly kind: 'ignored-heredoc'; readonly line: number }
  /** The classic builder sends a file with several names as a link to its first name. */
  | { readonly kind: 'hard-link'; readonly path: string; readonly first: string }
  /** A build asks these caches before it runs a step. */
  | { readonly kind: 'cache-from'; readonly sources: readonly string[] }
  /** No step uses these build arguments. */
  | { readonly kind: 'unused-arguments'; readonly names: readonly string[] }
