import type { FramedBox } from '../../workbench/layout/frame-boxes.ts'
import { overlayFrame } from '../../workbench/overlays/overlay-frame.ts'
import { wasteRows, wasteSummary } from '../../workbench/rows/waste-rows.ts'
import type { Overlay as OverlayState, WorkbenchState } from '../../workbench/state/state.ts'
import { Rows } from './Rows.tsx'
import { WasteTable } from './WasteTable.tsx'

type OverlayProps = { readonly state: WorkbenchState; readonly overlay: OverlayState; readonly at: FramedBox }

/** Help, the image list, an opened file or the waste, in place of the panes. */
export function Overlay({ state, overlay, at }: OverlayProps) {
  const frame = <Rows at={at.box} lines={overlayFrame(state, overlay, at)} />
  if (overlay.kind !== 'waste') return frame
  const { inside } = at
  // The table stands below the summary and a blank row.
  const above = 1 + wasteSummary(state, inside.width).length
  const table = { ...inside, y: inside.y + above, height: inside.height - above }
  return (
    <>
      {frame}
      <WasteTable at={table} rows={wasteRows(state, table.width, table.height)} />
    </>
  )
}
