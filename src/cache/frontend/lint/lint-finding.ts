import { expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import type { Dockerfile } from '../../../dockerfile/parser/parse-dockerfile.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { PlanStage } from '../../model/plan.ts'

/** A rule of the linter that an instruction breaks. */
export type Finding = { readonly rule: string; readonly at: Instruction }

/** A build as the linter sees it, after it was planned without a problem. */
export type LintedBuild = {
  readonly dockerfile: Dockerfile
  readonly frontend: Frontend
  readonly stages: readonly PlanStage[]
  readonly images: ReadonlyMap<string, BaseImage>
  readonly buildArgs: Readonly<Record<string, string>>
}

/**
 * Variables that a word looks up, whatever comes of it: `${A:-$B}` asks for both.
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

/** Variables that all have a value, which notes the names that it is asked for. */
class AskedNames extends Map<string, string> {
  readonly names = new Set<string>()

  override get(name: string): string {
    this.names.add(name)
    return 'x'
  }
}
