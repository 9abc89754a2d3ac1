import type { BuildRules } from '../../../src/cache/model/build-options.ts'
import { emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { resolveCaseImages } from '../cases/case-images.ts'
import { makeCasePlace, removeCasePlace } from '../cases/case-place.ts'
import { playCase } from '../cases/play-case.ts'
import { predictBuild } from '../cases/predict-build.ts'
import { withFrontend } from '../cases/syntax-line.ts'
import type { FuzzBuild } from './generate-sequence.ts'

/** A dry run of single builds: whether the context holds what the Dockerfile asks for, as far as the simulator can say. */
export type DryRun = {
  readonly buildable: (build: FuzzBuild) => Promise<boolean>
  readonly close: () => void
}

/** Options that the client of Docker 20.10 does not know. */
const unknownTo20: ReadonlySet<string> = new Set(['--build-context', '--no-cache-filter'])

export function makeDryRun({ rules, syntax }: { readonly rules: BuildRules; readonly syntax: string | null }): DryRun {
  const place = makeCasePlace()
  const predictor = { rules, resolveImages: resolveCaseImages, cwd: place.work }
  return {
    buildable: async (build) => {
      if (rules.daemon <= 8 && build.args.some((argument) => unknownTo20.has(argument))) return false
      let ok = true
      await playCase(withFrontend({ builds: [build] }, syntax), place, process.env, async (ready) => {
        // A simulator that throws here is to be met in the real run, where it is reported.
        ok = await predictBuild(ready, predictor, emptyBuilder).then(
          (prediction) => prediction.ok,
          () => true,
        )
      })
      return ok
    },
    close: () => removeCasePlace(place),
  }
}
