import { fileRow } from '../../image/tree/file-list.ts'
import { chosenLayer } from '../rows/chosen-layer.ts'
import { fileList, foldRule } from '../rows/file-rows.ts'
import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withMessage, withView } from '../state/with-view.ts'

/** Opens or closes the folder under the cursor. */
export function toggleFold(state: WorkbenchState): WorkbenchState {
  const row = chosenFile(state)
  const rule = ruleNow(state)
  if (row === null || rule === null) return state
  if (row.fold === null) return withMessage(state, 'Not a directory')
  const toggled = new Set(state.view.folds.toggled[rule])
  if (!toggled.delete(row.path)) toggled.add(row.path)
  return withView(state, {
    folds: { ...state.view.folds, toggled: { ...state.view.folds.toggled, [rule]: toggled } },
  })
}

/** Closes all folders, or opens them all when they are closed. */
export function toggleAllFolds(state: WorkbenchState): WorkbenchState {
  const rule = ruleNow(state)
  if (rule === null) return state
  const isTouched = state.view.folds.toggled[rule].size > 0
  const atFirst = rule === 'open' || isTouched ? 'closed' : 'open'
  return withView(state, { folds: { atFirst, toggled: { open: new Set(), closed: new Set() } } })
}

/** Left: closes the folder under the cursor, or goes to the folder it is in. */
export function goOut(state: WorkbenchState): WorkbenchState {
  const list = fileList(state)
  const row = chosenFile(state)
  if (list === null || row === null) return state
  if (row.fold === 'open') return toggleFold(state)
  const parent = row.path.slice(0, Math.max(0, row.path.lastIndexOf('/')))
  const index = list.nodes.findIndex(({ path }) => path === parent)
  if (parent === '' || index < 0) return withMessage(state, 'Already at the top')
  return withView(state, { cursors: { ...state.view.cursors, files: { id: parent, index } } })
}

/** Right: opens the folder under the cursor, or goes to the first thing in it. */
export function goIn(state: WorkbenchState): WorkbenchState {
  const list = fileList(state)
  const row = chosenFile(state)
  if (list === null || row === null) return state
  if (row.fold === null) return withMessage(state, 'Not a directory (enter shows a file)')
  if (row.fold === 'closed') return toggleFold(state)
  const index = list.nodes.findIndex(({ path }) => path === row.path) + 1
  const child = list.nodes[index]
  return child === undefined
    ? state
    : withView(state, { cursors: { ...state.view.cursors, files: { id: child.path, index } } })
}

export function whyNoFiles({ image }: WorkbenchState): string | null {
  if (valueOf(image.files) !== null) return null
  if (image.reference === null) return 'No image shown (i chooses one)'
  if (image.files.status === 'loading') return 'Reading the image first …'
  return image.files.status === 'failed'
    ? image.files.failure.summary
    : 'The image’s files are not read yet (4 reads them)'
}

function ruleNow(state: WorkbenchState): 'open' | 'closed' | null {
  const files = valueOf(state.image.files)
  return files === null ? null : foldRule(files.tree, chosenLayer(state), state.view.stacked, state.view.folds)
}

function chosenFile(state: WorkbenchState) {
  const list = fileList(state)
  const index = list?.nodes.findIndex(({ path }) => path === state.view.cursors.files.id) ?? -1
  return list === null || index < 0 ? null : fileRow(list, index)
}
