import type { Line } from '../../workbench/display/line.ts'
import type { Rectangle } from '../../workbench/layout/frame-boxes.ts'
import { Drawn } from './Drawn.tsx'

/** Rows at a place on the screen, each already as wide as the place. */
export function Rows({ at, lines }: { readonly at: Rectangle; readonly lines: readonly Line[] }) {
  const { x, y, width, height } = at
  return <Drawn position="absolute" marginLeft={x} marginTop={y} width={width} height={height} lines={lines} />
}
