import type { ShownBaseline } from '../../cache/model/baseline.ts'
import type { BuildRequest } from '../build-request.ts'
import type { OpenedBaseline, OpeningBaseline } from '../opened-baseline.ts'
import type { Progress } from '../ports.ts'
import type { BuildInputs } from '../predict-build.ts'

/** What baselines are read from. Every method throws `FailureError` for what cannot be had. */
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

/** One kind of `--baseline`, with all that is particular to it; its words stand here too, so that a kind is one file. */
export type BaselineRow = {
  /** How it is written: `file:PATH`. */
  readonly form: string
  /** For `--help`. */
  readonly help: string
  /**
   * What follows the colon, in its complete form (null: nothing does), or `undefined`: this is not how the kind is
   * written. `absolute` completes a path.
   */
  readonly parse: (ref: string | null, absolute: (path: string) => string) => string | null | undefined
  /** A builder that holds nothing: steps run, none re-runs. */
  readonly isEmpty: boolean
  /** For a report: `compared with an empty cache`. */
  readonly describe: (shown: ShownBaseline) => string
  /** For one line of a screen: `since shop.json`. The name is cut where room is short; the age of `recordedAt` follows. */
  readonly label: (shown: ShownBaseline) => {
    readonly text: string
    readonly name: string | null
    readonly recordedAt: string | null
  }
  /** Files that it is read from: it is opened again when one of them changes. */
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
