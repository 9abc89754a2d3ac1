import type { Layout, PaneBox } from '../../workbench/layout/layout.ts'
import { framePane } from '../../workbench/panes/pane-frame.ts'
import { paneView } from '../../workbench/panes/pane-view.ts'
import type { WorkbenchState } from '../../workbench/state/state.ts'
import { Rows } from './Rows.tsx'

type PaneProps = { readonly state: WorkbenchState; readonly pane: PaneBox; readonly layout: Layout }

/** One of the panes: its rows inside its borders. */
export function Pane({ state, pane, layout }: PaneProps) {
  return <Rows at={pane.box} lines={framePane(paneView(state, pane, layout), pane)} />
}
