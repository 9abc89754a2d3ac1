import { fileRow } from '../../image/tree/file-list.ts'
import { storedFile } from '../../image/tree/stored-file.ts'
import { boxOf } from '../layout/geometry.ts'
import { listOf } from '../layout/list-model.ts'
import { chosenLayer } from '../rows/chosen-layer.ts'
import { fileList } from '../rows/file-rows.ts'
import { imageChoices } from '../rows/image-list-rows.ts'
import { stageRows } from '../rows/stage-rows.ts'
import type { Transition } from '../state/effect.ts'
import { stay } from '../state/effect.ts'
import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withMessage, withOverlay, withView } from '../state/with-view.ts'
import { toggleFold } from './files.ts'
import { focusPane } from './focus.ts'
import { chooseImage } from './image.ts'
import { openTab } from './tabs.ts'

/** Enter: more about what is under the cursor. */
export function openChosen(state: WorkbenchState): Transition {
  const { overlay, focus, detail, cursors, planTab } = state.view
  if (overlay !== null) return overlay.kind === 'images' ? openChosenImage(state) : stay(withOverlay(state, null))
  switch (focus) {
    case 'plan':
      if (planTab === 'stages') return stay(openStage(state))
      if (cursors.plan.id?.startsWith('fold:')) return stay(openFold(state, cursors.plan.id))
      return stay(detail === 'step' ? focusPane(state, 'detail') : openDetail(state, 'step'))
    case 'layers':
      return stay(detail === 'layer' ? focusPane(state, 'detail') : openDetail(state, 'layer'))
    case 'detail':
      return stay(focusPane(state, detail === 'layer' ? 'layers' : 'plan'))
    case 'edits':
      return stay(showEdit(state))
    case 'files':
      return openFile(state)
  }
}

/** Why Enter does nothing here, or null. */
export function whyNotOpen(state: WorkbenchState): string | null {
  const { overlay, focus, cursors } = state.view
  if (overlay !== null || focus === 'detail') return null
  if (cursors[focus].id !== null) return null
  return 'The list is empty'
}

/** Goes to the steps of the chosen stage. */
function openStage(state: WorkbenchState): WorkbenchState {
  const stage = stageRows({ plan: state.build.plan }).find(({ id }) => id === state.view.cursors.plan.id)
  const steps = openTab(state, 'steps')
  if (stage === undefined) return steps
  const unfolded = withView(steps, {
    openedFolds: new Set([...steps.view.openedFolds, `fold:${stage.id}`]),
    following: false,
  })
  const list = listOf(unfolded, 'plan')
  const first = state.build.plan?.steps.find(({ stageIndex }) => stageIndex === stage.index)
  if (first === undefined) return withMessage(steps, `${stage.name} is not needed for this target: it has no steps`)
  return withView(unfolded, {
    cursors: { ...unfolded.view.cursors, plan: { id: first.id, index: Math.max(0, list.indexOf(first.id)) } },
  })
}

/** Opens a fold of the plan; the cursor goes to its first row. */
function openFold(state: WorkbenchState, id: string): WorkbenchState {
  const opened = withView(state, { openedFolds: new Set([...state.view.openedFolds, id]) })
  return withView(opened, {
    cursors: { ...opened.view.cursors, plan: { id: null, index: state.view.cursors.plan.index } },
  })
}

function openDetail(state: WorkbenchState, detail: 'step' | 'layer'): WorkbenchState {
  const opened = withView(state, { detail, tops: { ...state.view.tops, detail: 0 } })
  // Where both have no room, the detail has the focus and with it the place.
  const isInSight = (boxOf(opened, 'detail')?.inside.height ?? 0) > 0
  return isInSight ? opened : focusPane(opened, 'detail')
}

/** Goes to the first step that the chosen edit busts. */
function showEdit(state: WorkbenchState): WorkbenchState {
  const id = state.view.cursors.edits.id
  const described = state.build.edits.find(({ edit }) => `edit:${edit.id}` === id)
  if (described === undefined) return state
  const { verdict } = described.edit
  if (verdict.kind !== 'busts') return withMessage(state, `${described.path}: ${described.text}`)
  const plan = listOf(withView(state, { planTab: 'steps' }), 'plan')
  const step = verdict.steps.find((candidate) => plan.indexOf(candidate) >= 0)
  if (step === undefined) return withMessage(state, 'The steps that this save busted are no longer in the plan')
  const cursor = { id: step, index: plan.indexOf(step) }
  return focusPane(
    withView(state, { planTab: 'steps', cursors: { ...state.view.cursors, plan: cursor }, following: false }),
    'plan',
  )
}

function openFile(state: WorkbenchState): Transition {
  const list = fileList(state)
  const image = valueOf(state.image.details)
  const index = list?.nodes.findIndex(({ path }) => path === state.view.cursors.files.id) ?? -1
  if (list === null || image === null || index < 0) return stay(state)
  const row = fileRow(list, index)
  if (row.fold !== null) return stay(toggleFold(state))
  if (row.mark === 'removed') return stay(withMessage(state, 'This layer deletes the file (choose a lower layer)'))
  switch (row.kind) {
    case 'directory':
      return stay(withMessage(state, 'An empty directory'))
    case 'symlink':
      return stay(withMessage(state, `A symbolic link to ${row.entry?.link ?? ''}`))
    case 'char':
    case 'block':
      return stay(withMessage(state, `A device (${row.entry?.link ?? ''}) has no contents`))
    case 'fifo':
      return stay(withMessage(state, 'A pipe has no contents'))
    case 'file':
    case 'hardlink': {
      const from = storedFile(list.tree, row.path, chosenLayer(state))
      if (from === null) return stay(withMessage(state, `A hard link to ${row.entry?.link ?? ''}, which is not there`))
      return {
        state: withOverlay(state, {
          kind: 'file',
          file: { path: row.path, from, size: row.size, bytes: { status: 'loading', previous: null } },
          top: 0,
        }),
        effects: [{ type: 'image.read-file', image, ...from }],
      }
    }
  }
}

function openChosenImage(state: WorkbenchState): Transition {
  const { overlay } = state.view
  if (overlay?.kind !== 'images') return stay(state)
  const choice = imageChoices({ images: valueOf(state.image.list), query: overlay.query }).find(
    ({ id }) => id === overlay.cursor.id,
  )
  return choice === undefined
    ? stay(withOverlay(state, null))
    : chooseImage(withOverlay(state, null), { kind: 'engine', name: choice.ref })
}
