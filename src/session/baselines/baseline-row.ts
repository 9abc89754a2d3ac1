import type { ShownBaseline } from '../../cache/model/plan/baseline.ts'
import type { BuildRequest } from '../build-request.ts'
import type { OpenedBaseline, OpeningBaseline } from '../opened-baseline.ts'
import type { Progress } from '../ports.ts'
import type { BuildInputs } from '../predict-build.ts'

/** The sources of baselines. Every method throws `FailureError` if its data cannot be read. */
export interface BaselineSources {
  /** The text of a baseline file. */
  readFile(path: string): string
  /** Changes each time that the file is written; never throws. */
  stampOf(path: string): string
  /** All that a build of another directory would read. */
  readInputs(
    build: { readonly request: BuildRequest } & Pick<OpeningBaseline, 'rules' | 'images'>,
    progress: Progress,
  ): Promise<BuildInputs>
}

/** One kind of `--baseline`, with all its rules and its words, so that a kind is one file. */
export type BaselineRow = {
  /** The written form: `file:PATH`. */
  readonly form: string
  /** For `--help`. */
  readonly help: string
  /**
   * Parses the text after the colon (null: there is no colon) into its complete form; undefined: the kind is not
   * written like this. `absolute` completes a path.
   */
  readonly parse: (ref: string | null, absolute: (path: string) => string) => string | null | undefined
  /** The builder state is empty: every step runs, and none re-runs. */
  readonly isEmpty: boolean
  /** For a report: `compared with an empty cache`. */
  readonly describe: (shown: ShownBaseline) => string
  /**
   * The label for one line of a screen: `since shop.json`. The name is cut if space is short; the age of `recordedAt`
   * follows.
   */
  readonly label: (shown: ShownBaseline) => {
    readonly text: string
    readonly name: string | null
    readonly recordedAt: string | null
  }
  /** The files it is read from. A change of one of them opens the baseline again. */
  readonly watched: (ref: string) => readonly string[]
  /** Throws `FailureError`. null: the first complete prediction is the baseline. */
  readonly open:
    | ((
        opening: OpeningBaseline,
        sources: BaselineSources,
        progress: Progress,
      ) => Promise<OpenedBaseline> | OpenedBaseline)
    | null
}
