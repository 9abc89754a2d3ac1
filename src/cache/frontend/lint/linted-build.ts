import { expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import type { Dockerfile } from '../../../dockerfile/parser/parse-dockerfile.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { PlanStage } from '../../model/plan/plan.ts'
import type { DockerfileStages } from '../stages/split-stages.ts'

/** A build as the linter sees it, after it was converted without a problem. */
export type LintedBuild = {
  readonly dockerfile: Dockerfile
  readonly frontend: Frontend
  /** The file cut at its FROM lines. */
  readonly written: DockerfileStages
  readonly stages: readonly PlanStage[]
  readonly images: ReadonlyMap<string, BaseImage>
  readonly buildArgs: Readonly<Record<string, string>>
}

/**
 * The variables that a word looks up, whether or not it uses their values: `${A:-$B}` looks up both.
 * Source: frontend/dockerfile/shell/lex.go: getEnv.
 */
export function namesIn(
  word: string,
  { dockerfile, frontend }: LintedBuild,
  literalQuotes = false,
): ReadonlySet<string> {
  const asked = new AskedNames()
  expandWord(word, asked, { escape: dockerfile.escape, features: featuresOf(frontend), literalQuotes })
  return asked.names
}

/** A map in which every variable has a value; it records the names that are looked up. */
class AskedNames extends Map<string, string> {
  readonly names = new Set<string>()

  override get(name: string): string {
    this.names.add(name)
    return 'x'
  }
}
