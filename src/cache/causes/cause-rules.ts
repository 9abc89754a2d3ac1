import type { Cause, RulesInForce } from '../model/plan.ts'

/** The options that say by which rules a build goes. */
const options = { frontend: '--frontend', daemon: '--daemon', builder: '--rules' } as const

/** Rules that were others when a step was last built, where nothing else tells why it runs again. */
export function rulesCauses(before: RulesInForce, after: RulesInForce): readonly Cause[] {
  return (Object.keys(options) as (keyof typeof options)[]).flatMap((rule): Cause[] =>
    before[rule] === after[rule]
      ? []
      : [{ kind: 'argument', name: options[rule], before: before[rule], after: after[rule] }],
  )
}
