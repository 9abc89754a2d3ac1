import type { Instruction } from '../../dockerfile/parser/instruction.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { BuildOptions } from './build-options.ts'

/** A Dockerfile as the classic builder takes it: every instruction is a step, one after the other, up to the target. */
export type ClassicBuild = {
  readonly escape: '\\' | '`'
  readonly options: BuildOptions
  /** The known images, by complete reference. */
  readonly images: ReadonlyMap<string, BaseImage>
  readonly steps: readonly ClassicStep[]
}

export type ClassicStep = {
  /** `PlanStep.id`. */
  readonly id: string
  /** As printed (`Step 3/7 : COPY . .`), in the form of a progress name: `[3/7] COPY . .`. */
  readonly name: string
  /** Name or `stage-N`. */
  readonly stage: string
  readonly stageIndex: number
  /** The written name, lower case; empty: none. */
  readonly stageName: string
  /**
   * `global`: an ARG above the first FROM; it makes no image. `option`: a LABEL that `--label` adds to the last stage;
   * its text is not expanded.
   */
  readonly role: 'global' | 'from' | 'written' | 'option'
  readonly instruction: Instruction
}
