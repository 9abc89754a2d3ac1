import type { BuildRules } from '../../cache/model/build-options.ts'
import type { BuilderState } from '../../cache/model/builder-state.ts'
import type { PlanStep } from '../../cache/model/plan/plan.ts'
import { type BuildInputs, predictBuild } from '../predict-build.ts'
import { changedAt } from './changed-path.ts'
import type { Reader } from './context-reads.ts'

/** The result of a build right after one path has changed, if an earlier build had everything else. */
export type ChangeEffect = {
  /** Steps that re-run, or fail, because of the change; in Dockerfile order. */
  readonly rebuilt: readonly Reader[]
  /** Steps about which only the build can decide. */
  readonly depends: readonly Reader[]
  /** The number of steps in the build. */
  readonly steps: number
}

/**
 * Simulates a change of one path of a context.
 *
 * @param inputs a build of the present files, all of them hashed
 * @param after the builder state after that build
 * @param changed a path in a context; `''` names the build's own context
 */
export function changeEffect(
  inputs: BuildInputs,
  rules: BuildRules,
  after: BuilderState,
  changed: { readonly context: string; readonly path: string },
): ChangeEffect {
  const unchanged = predictBuild(inputs, rules, after)
  const edited = predictBuild(withChange(inputs, changed), rules, after)
  if (unchanged === null || edited === null) throw new Error('simulated a change of a build whose Dockerfile is broken')
  const before = new Map(unchanged.plan.steps.map(({ id, status }) => [id, status]))
  // Steps that run, or fail, in every build are not an effect of the change.
  const turned = edited.plan.steps.filter(({ id, status }) => status !== before.get(id))
  return {
    rebuilt: turned.filter(({ status }) => status === 'rebuilt' || status === 'fails').map(readerOf),
    depends: turned.filter(({ status }) => status === 'depends').map(readerOf),
    steps: edited.plan.steps.length,
  }
}

const readerOf = ({ vertex, line }: PlanStep): Reader => ({ vertex, line })

function withChange(
  inputs: BuildInputs,
  { context, path }: { readonly context: string; readonly path: string },
): BuildInputs {
  if (context === '') return { ...inputs, context: inputs.context === null ? null : changedAt(inputs.context, path) }
  const tree = inputs.named.get(context)
  if (tree === undefined) return inputs
  return { ...inputs, named: new Map([...inputs.named, [context, changedAt(tree, path)]]) }
}
