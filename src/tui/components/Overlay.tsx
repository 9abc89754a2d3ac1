import type { Layout } from '../../workbench/layout.ts'
import { overlayFrame } from '../../workbench/overlay-frame.ts'
import type { Overlay as OverlayState, WorkbenchState } from '../../workbench/state.ts'
import type { Theme } from '../theme.ts'
import { Rows } from './Rows.tsx'

type OverlayProps = {
  readonly state: WorkbenchState
  readonly overlay: OverlayState
  readonly layout: Layout
  readonly theme: Theme
}

/** Help, the image list or an opened file, in place of the panes. */
export function Overlay({ state, overlay, layout, theme }: OverlayProps) {
  return <Rows at={layout.body} lines={overlayFrame(state, overlay, layout)} theme={theme} />
}
