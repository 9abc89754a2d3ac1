import type { BuildRules } from '../model/build-options.ts'
import { daemonRules } from '../model/daemon-features.ts'

/** Says so where the rules are not those of the engine's own BuildKit, because nobody has recorded what that does. */
export function daemonWarning({ builder, daemon }: BuildRules): readonly string[] {
  const { recorded } = daemonRules(daemon)
  if (builder === 'legacy') {
    if (recorded === 25 && daemon === 25) return []
    return [`rules of the classic builder of Docker 28.5: that of an engine with BuildKit 0.${daemon} was not recorded`]
  }
  if (recorded === daemon || (daemon > 26 && daemon < 32)) return []
  const age = daemon > recorded ? 'newer' : 'older'
  return [`rules of BuildKit 0.${recorded}: the engine's 0.${daemon} is ${age} and was not recorded`]
}
