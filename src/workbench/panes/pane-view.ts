import { countOf, formatCount } from '../../text/format-count.ts'
import { formatSize } from '../../text/format-size.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { fitLine, type Line, span } from '../display/line.ts'
import { showReference } from '../display/show-reference.ts'
import type { Layout, PaneBox } from '../layout/layout.ts'
import { listOf } from '../layout/list-model.ts'
import { chosenLayer } from '../rows/chosen-layer.ts'
import { valueOf } from '../state/loaded.ts'
import { type ListPane, narrowBelow, type PaneName, paneTab } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { tabsOf } from '../state/tabs.ts'
import { detailLines } from './detail-lines.ts'
import { editLines } from './edit-lines.ts'
import { emptyLines } from './empty-lines.ts'
import { fileLines } from './file-lines.ts'
import { layerLines } from './layer-lines.ts'
import { planLines } from './plan-lines.ts'
import { stageLines } from './stage-lines.ts'

/** What a pane shows, borders aside. */
export type PaneView = {
  readonly title: Line
  /** At the right of the title. */
  readonly status: Line
  /** Which rows of how many show, where not all do; in front of the status. */
  readonly position: Line
  /** Exactly as many as fit, each exactly as wide as the pane. */
  readonly lines: readonly Line[]
}

export function paneView(state: WorkbenchState, { pane, inside }: PaneBox, layout: Layout): PaneView {
  const { width, height } = inside
  const lines = rowsOf(state, pane, width, height)
  const shown = lines.length > 0 ? lines : emptyLines(state, pane, width)
  return {
    title: titleOf(state, pane, layout),
    status: statusOf(state, pane),
    position: positionOf(state, pane, { width, height }),
    lines: Array.from({ length: height }, (_, place) => fitLine(shown[place] ?? [], width)),
  }
}

function rowsOf(state: WorkbenchState, pane: PaneName, width: number, height: number): readonly Line[] {
  switch (pane) {
    case 'plan':
      return state.view.planTab === 'stages' ? stageLines(state, width, height) : planLines(state, width, height)
    case 'edits':
      return editLines(state, width, height)
    case 'layers':
      return layerLines(state, width, height)
    case 'files':
      return fileLines(state, width, height)
    case 'detail':
      return detailLines(state, width).slice(state.view.tops.detail, state.view.tops.detail + height)
  }
}

/** `4–26 of 42` */
function positionOf(
  state: WorkbenchState,
  pane: PaneName,
  { width, height }: { readonly width: number; readonly height: number },
): Line {
  const count = pane === 'detail' ? detailLines(state, width).length : listOf(state, pane).count
  if (count <= height || height === 0) return []
  const top = state.view.tops[pane]
  return [span(` ${top + 1}–${Math.min(count, top + height)} of ${formatCount(count)} `, 'faint')]
}

function titleOf(state: WorkbenchState, pane: PaneName, layout: Layout): Line {
  if (pane === 'detail') return [tab(` ${detailTitle(state)} `, state.view.focus === 'detail')]
  const filter = state.view.filters[pane]
  const name = (other: ListPane) => tab(paneTab(other), state.view.focus === other)
  const filtered = filter === '' ? [] : [span(` /${printable(filter)} `, 'accent')]
  if (!sharesPlace(pane, layout)) return [name(pane), ...tabSpans(state, pane), ...filtered]
  const other = (shown: 'layers' | 'files') => (shown === pane ? name(shown) : span(paneTab(shown), 'faint'))
  return [other('layers'), span('│', 'border'), other('files'), ...filtered]
}

/** `Steps │ Stages`: the tabs of a pane, the open one bold. */
function tabSpans(state: WorkbenchState, pane: ListPane): Line {
  // In a narrow window the counts are worth more than the names of tabs.
  const there = state.size.columns < narrowBelow ? [] : tabsOf(state, pane)
  return there.flatMap(({ id, title }, place) => [
    span(place === 0 ? '' : '│', 'border'),
    id === state.view.planTab ? span(` ${title} `, 'plain', { bold: true }) : span(` ${title} `, 'faint'),
  ])
}

/** Whether Layers and Files take turns in one place. */
function sharesPlace(pane: PaneName, layout: Layout): boolean {
  if (pane !== 'layers' && pane !== 'files') return false
  return layout.panes.filter((box) => box.pane === 'layers' || box.pane === 'files').length === 1
}

function tab(title: string, isFocused: boolean) {
  return span(title, isFocused ? 'accent' : 'plain', { bold: true, inverse: isFocused })
}

function detailTitle({ view, build }: WorkbenchState): string {
  if (view.detail === 'layer') return 'Layer'
  const step = build.plan?.steps.find(({ id }) => id === view.cursors.plan.id)
  // BuildKit pads the numbers: `[build  4/10] COPY …`.
  const [place = ''] = step?.vertex.match(/^\[[^\]]*\]/) ?? []
  return `Step ${oneLine(place)}`.trimEnd()
}

function statusOf(state: WorkbenchState, pane: PaneName): Line {
  const { build, image, view } = state
  switch (pane) {
    case 'plan':
      return build.plan === null ? [] : planStatus(state)
    case 'edits':
      return build.edits.length === 0 ? [] : [span(` ${countOf(build.edits.length, 'save')} `, 'faint')]
    case 'layers': {
      const shown = valueOf(image.details)
      if (shown === null) return []
      return [
        span(` ${showReference(image.reference ?? shown.reference)} `),
        span(`${formatSize(shown.size)} `, 'faint'),
      ]
    }
    case 'files': {
      const files = valueOf(image.files)
      if (files === null) return []
      const layer = chosenLayer(state) + 1
      const scope = view.stacked ? `image up to layer ${layer}` : `changed by layer ${layer}`
      return [
        span(
          ` ${scope}${view.changesOnly ? ', changes only' : ''}${view.sort === 'size' ? ', by size' : ''} `,
          'faint',
        ),
      ]
    }
    case 'detail':
      return [span(' esc closes ', 'faint')]
  }
}

function planStatus({ build, size }: WorkbenchState): Line {
  if (build.problem !== null || build.failure !== null)
    return [span(' plan before the error ', 'plain', { bold: true })]
  const plan = build.plan!
  const { cached, rebuilt, depends, fails } = plan.summary
  const parts: Line[] = []
  if (cached > 0) parts.push([span(`${cached} cached`, 'faint')])
  if (rebuilt > 0) parts.push([span(`${rebuilt} re-run`, 'plain', { bold: true })])
  if (depends > 0) parts.push([span(size.columns < narrowBelow ? `${depends} may` : `${depends} may re-run`)])
  if (fails > 0) parts.push([span('build fails', 'plain', { bold: true })])
  const checking = plan.steps.filter(({ status }) => status === 'checking').length
  if (checking > 0) parts.push([span(`${checking} checking`, 'faint')])
  if (parts.length === 0) return []
  return [
    span(' '),
    ...parts.flatMap((part, place) => (place === 0 ? part : [span(' · ', 'faint'), ...part])),
    span(' '),
  ]
}
