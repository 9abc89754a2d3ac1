import type { Plan } from '../../cache/model/plan/plan.ts'
import { markOf } from '../../messages/names/mark.ts'
import type { BuildEvent } from '../../session/build-event.ts'
import type { Edit } from '../../session/edit.ts'
import { toDescribedEdit, unplanned } from '../state/described-edit.ts'
import { type Effect, stay, type Transition } from '../state/effect.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withBuild, withView } from '../state/with-view.ts'

/** As many edits as a day at the editor makes. */
const keptEdits = 1000

/** Takes in what the watched build reports. */
export function updateBuild(state: WorkbenchState, event: BuildEvent): Transition {
  const { build } = state
  switch (event.type) {
    case 'planned':
      return takePlan(state, event.plan, event.edits)
    case 'broken': {
      const edits = withEdits(state, event.edits, build.plan ?? unplanned)
      const described = withBuild(state, { problem: event.problem, failure: null, edits })
      return stay(withoutOldMessage(withNewestEdit(described, event.edits), event.edits))
    }
    case 'failed':
      return stay(withBuild(state, { failure: event.failure, progress: null }))
    case 'progress':
      return stay(withBuild(state, { progress: { phase: event.phase, done: event.done, total: event.total } }))
    case 'settled':
      return stay(build.progress === null ? state : withBuild(state, { progress: null }))
    case 'images-asked':
      return {
        state: withBuild(state, { bases: event.refs }),
        effects: state.engine.status === 'connected' ? [{ type: 'image.resolve-bases', refs: event.refs }] : [],
      }
    case 'dockerfiles-found':
      return stay(withBuild(state, { otherDockerfiles: event.commands }))
    case 'watching':
      return stay(withBuild(state, { watch: event.status }))
    case 'notice':
      return stay(
        withBuild(state, { notices: [...build.notices.filter(({ id }) => id !== event.notice.id), event.notice] }),
      )
    case 'notice-cleared':
      return stay(withBuild(state, { notices: build.notices.filter(({ id }) => id !== event.id) }))
  }
}

function takePlan(state: WorkbenchState, plan: Plan, edits: readonly Edit[]): Transition {
  const before = state.build.plan
  const fresh = before === null ? new Set<string>() : changedSteps(before, plan)
  const built = withBuild(state, {
    plan,
    plannedAt: state.now,
    problem: null,
    otherDockerfiles: [],
    failure: null,
    edits: withEdits(state, edits, plan),
  })
  const followed = followNewest(built, plan, edits, before === null)
  const effects: readonly Effect[] = fresh.size > 0 ? [{ type: 'highlight.start' }] : []
  const described = withoutOldMessage(followed, edits)
  return { state: fresh.size > 0 ? withView(described, { fresh }) : described, effects }
}

/** What a key was answered before a save is no longer of interest after it. */
function withoutOldMessage(state: WorkbenchState, edits: readonly Edit[]): WorkbenchState {
  return edits.length === 0 || state.view.message === null ? state : withView(state, { message: null })
}

/** Steps that are new or show another mark than before. */
function changedSteps(before: Plan, after: Plan): ReadonlySet<string> {
  const known = new Map(before.steps.map((step) => [step.id, markOf(step)]))
  return new Set(after.steps.filter((step) => known.get(step.id) !== markOf(step)).map(({ id }) => id))
}

function withEdits(state: WorkbenchState, edits: readonly Edit[], plan: Plan) {
  if (edits.length === 0) return state.build.edits
  const described = edits.map((edit) => toDescribedEdit(edit, plan)).toSorted((a, b) => b.edit.id - a.edit.id)
  const first = described.at(-1)!.edit.id
  return [...described, ...state.build.edits.filter(({ edit }) => edit.id < first)].slice(0, keptEdits)
}

/** Until a person takes the cursors elsewhere, they go to the newest save and to what it busts. */
function followNewest(state: WorkbenchState, plan: Plan, edits: readonly Edit[], isFirst: boolean): WorkbenchState {
  const atNewest = withNewestEdit(state, edits)
  const { cursors, following, planTab } = atNewest.view
  const step = following && planTab === 'steps' ? stepToShow(plan, edits, isFirst) : null
  if (step === null) return atNewest
  return withView(atNewest, { cursors: { ...cursors, plan: { id: step, index: cursors.plan.index } } })
}

/** A cursor on the newest save stays on the newest save. */
function withNewestEdit(state: WorkbenchState, edits: readonly Edit[]): WorkbenchState {
  const { cursors } = state.view
  if (cursors.edits.index > 0 || edits.length === 0) return state
  return withView(state, { cursors: { ...cursors, edits: { id: null, index: 0 } } })
}

function stepToShow(plan: Plan, edits: readonly Edit[], isFirst: boolean): string | null {
  const busting = edits.findLast(({ verdict }) => verdict.kind === 'busts')
  if (busting?.verdict.kind === 'busts') return busting.verdict.steps[0] ?? null
  if (!isFirst) return null
  return plan.steps.find((step) => ['busted', 'fails'].includes(markOf(step)))?.id ?? null
}
