import type { Layout } from '../../workbench/layout/layout.ts'
import { overlayFrame } from '../../workbench/overlays/overlay-frame.ts'
import { wasteRows, wasteSummary } from '../../workbench/rows/waste-rows.ts'
import type { Overlay as OverlayState, WorkbenchState } from '../../workbench/state/state.ts'
import { Rows } from './Rows.tsx'
import { WasteTable } from './WasteTable.tsx'

type OverlayProps = {
  readonly state: WorkbenchState
  readonly overlay: OverlayState
  readonly layout: Layout
}

/** Help, the image list, an opened file or the waste, in place of the panes. */
export function Overlay({ state, overlay, layout }: OverlayProps) {
  const frame = <Rows at={layout.body} lines={overlayFrame(state, overlay, layout)} />
  if (overlay.kind !== 'waste') return frame
  const { x, y, width, height } = layout.body
  const side = layout.framed ? 1 : 0
  const above = 2 + wasteSummary(state, width).length
  const inside = { x: x + side, y: y + above, width: width - 2 * side, height: height - above - side }
  return (
    <>
      {frame}
      <WasteTable at={inside} rows={wasteRows(state, inside.width, inside.height)} />
    </>
  )
}
