import { Box, type BoxProps, type DOMElement, Transform } from 'ink'
import { createContext, useContext, useRef } from 'react'
import type { Line } from '../../workbench/display/line.ts'
import type { Canvas } from './ink-output.ts'

/** What the components below draw on. */
export const CanvasContext = createContext<Canvas | null>(null)

/**
 * A box whose lines are drawn where Ink's layout puts it. Ink asks every text for its transformation once for each
 * frame, in drawing order: that is the moment to draw, and it leaves nothing for Ink to print.
 */
export function Drawn({ lines, ...box }: BoxProps & { readonly lines: readonly Line[] }) {
  const canvas = useContext(CanvasContext)
  const element = useRef<DOMElement>(null)
  const draw = () => {
    canvas?.draw(element, lines)
    return ''
  }
  return (
    <Box {...box} ref={element}>
      <Transform transform={draw}> </Transform>
    </Box>
  )
}
