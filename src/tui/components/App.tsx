import { Box } from 'ink'
import { useSyncExternalStore } from 'react'
import type { Store } from '../../runtime/store.ts'
import { headerLine } from '../../workbench/bars/header-line.ts'
import { headlineLines } from '../../workbench/bars/headline-lines.ts'
import { hintLine } from '../../workbench/bars/hint-line.ts'
import { layoutOf } from '../../workbench/layout/geometry.ts'
import { noticeLines } from '../../workbench/rows/notice-lines.ts'
import { CanvasContext } from './Drawn.tsx'
import type { Canvas } from './ink-output.ts'
import { Overlay } from './Overlay.tsx'
import { Pane } from './Pane.tsx'
import { PaneBoundary } from './PaneBoundary.tsx'
import { Rows } from './Rows.tsx'

/** The whole screen, from the state of the store. */
export function App({ store, canvas }: { readonly store: Store; readonly canvas: Canvas }) {
  const state = useSyncExternalStore(store.subscribe, store.state)
  const layout = layoutOf(state)
  const { header, headline, notices, hints } = layout
  const { overlay } = state.view
  return (
    <CanvasContext value={canvas}>
      <Box width={state.size.columns} height={state.size.rows}>
        {header === null ? null : <Rows at={header} lines={[headerLine(state, header.width)]} />}
        <Rows at={headline} lines={headlineLines(state, headline.width, headline.height)} />
        {overlay === null ? (
          layout.panes.map((pane) => (
            <PaneBoundary key={pane.pane} at={pane.box}>
              <Pane state={state} pane={pane} layout={layout} />
            </PaneBoundary>
          ))
        ) : layout.overlay === null ? null : (
          <PaneBoundary key={overlay.kind} at={layout.overlay.box}>
            <Overlay state={state} overlay={overlay} at={layout.overlay} />
          </PaneBoundary>
        )}
        <Rows at={notices} lines={noticeLines(state, notices.width, notices.height)} />
        {hints.height === 0 ? null : <Rows at={hints} lines={[hintLine(state, hints.width)]} />}
      </Box>
    </CanvasContext>
  )
}
