import type { LayerMark } from '../../image/model/image.ts'
import { type FileList, listFiles } from '../../image/tree/file-list.ts'
import { type ImageTree, totalsIn } from '../../image/tree/image-tree.ts'
import { memoize } from '../../memo/memoize.ts'
import { valueOf } from '../state/loaded.ts'
import type { Folds, ViewState, WorkbenchState } from '../state/state.ts'
import { chosenLayer } from './chosen-layer.ts'

/** A layer with more changes than this starts with its folders closed. */
const smallLayer = 60
const nothing: ReadonlySet<LayerMark> = new Set()
const unchanged: ReadonlySet<LayerMark> = new Set(['unchanged'])

/** The rows of the Files pane, as places in the tree: 200,000 of them cost nothing until they are drawn. */
export function fileList(state: WorkbenchState): FileList | null {
  const files = valueOf(state.image.files)
  const layer = chosenLayer(state)
  // A layer that was not read yet has no rows, which is not to say that it holds nothing.
  if (files === null || (layer > 0 && layer >= files.tree.layerCount)) return null
  const { stacked, folds, filters, sort, changesOnly } = state.view
  return listOnce({
    tree: files.tree,
    layer,
    filter: filters.files,
    stacked,
    folds,
    sort,
    changesOnly,
  })
}

type FileListInputs = Pick<ViewState, 'stacked' | 'folds' | 'sort' | 'changesOnly'> & {
  readonly tree: ImageTree
  readonly layer: number
  readonly filter: string
}

const listOnce = memoize(({ tree, layer, filter, stacked, folds, sort, changesOnly }: FileListInputs): FileList => {
  const atFirst = foldRule(tree, layer, stacked, folds)
  return listFiles(tree, {
    layer,
    scope: stacked ? 'stacked' : 'layer',
    folds: { atFirst, toggled: folds.toggled[atFirst] },
    filter,
    sort,
    hidden: changesOnly ? unchanged : nothing,
  })
})

/** Whether folders that nobody touched are open or closed. */
export function foldRule(tree: ImageTree, layer: number, stacked: boolean, folds: Folds): 'open' | 'closed' {
  if (folds.atFirst !== null) return folds.atFirst
  return !stacked && (totalsIn(tree.root, layer)?.changes ?? 0) <= smallLayer ? 'open' : 'closed'
}
