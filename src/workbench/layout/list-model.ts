import { indexOfPath } from '../../image/tree/file-list.ts'
import { editRows } from '../rows/edit-rows.ts'
import { fileList } from '../rows/file-rows.ts'
import { shownLayers } from '../rows/shown-layers.ts'
import { stageRows } from '../rows/stage-rows.ts'
import type { ListPane } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { shownPlan } from './shown-plan.ts'

/** A pane's rows as a cursor sees them. */
export type ListModel = {
  readonly count: number
  /** Undefined outside the list. */
  idAt(index: number): string | undefined
  /** -1: not in the list. */
  indexOf(id: string): number
  isSelectable(index: number): boolean
}

/** The rows that a pane has now, filter and folds applied. */
export function listOf(state: WorkbenchState, pane: ListPane): ListModel {
  const { build, view } = state
  switch (pane) {
    case 'plan':
      return modelOf(view.planTab === 'stages' ? stageRows({ plan: build.plan }) : shownPlan(state))
    case 'edits':
      return modelOf(editRows({ edits: build.edits, filter: view.filters.edits }))
    case 'layers':
      return modelOf(shownLayers(state))
    case 'files': {
      const list = fileList(state)
      if (list === null) return modelOf([])
      return {
        count: list.nodes.length,
        idAt: (index) => list.nodes[index]?.path,
        indexOf: (id) => indexOfPath(list, id),
        isSelectable: (index) => index >= 0 && index < list.nodes.length,
      }
    }
  }
}

/** A list model over rows that are all there. */
export function modelOf(rows: readonly { readonly id: string; readonly selectable: boolean }[]): ListModel {
  return {
    count: rows.length,
    idAt: (index) => rows[index]?.id,
    indexOf: (id) => rows.findIndex((row) => row.id === id),
    isSelectable: (index) => rows[index]?.selectable === true,
  }
}

/** The selectable row nearest to `index`, first looking in the direction `towards`; -1 where there is none. */
export function nearestSelectable(model: ListModel, index: number, towards: 1 | -1): number {
  const start = Math.max(0, Math.min(model.count - 1, index))
  for (let place = start; place >= 0 && place < model.count; place += towards) {
    if (model.isSelectable(place)) return place
  }
  for (let place = start; place >= 0 && place < model.count; place -= towards) {
    if (model.isSelectable(place)) return place
  }
  return -1
}
