import { Box, Transform } from 'ink'
import { memo } from 'react'
import type { Line } from '../../workbench/display/line.ts'
import type { Rectangle } from '../../workbench/layout/layout.ts'
import { paintLine, type Theme } from '../style/theme.ts'

type RowsProps = { readonly at: Rectangle; readonly lines: readonly Line[]; readonly theme: Theme }

/** Rows at a place on the screen, each already as wide as the place. */
export function Rows({ at, lines, theme }: RowsProps) {
  const { x, y, width, height } = at
  return (
    <Box position="absolute" marginLeft={x} marginTop={y} width={width} height={height} flexDirection="column">
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <Row key={place} width={width} text={paintLine(line, theme)} />
      ))}
    </Box>
  )
}

/**
 * Ink measures every text anew for every frame, and remembers each one it ever measured. A row's width is known, so
 * Ink gets a blank to measure and the row itself on the way out: a third less work for a frame, and nothing kept.
 */
const Row = memo(function Row({ width, text }: { readonly width: number; readonly text: string }) {
  return <Transform transform={() => text}>{' '.repeat(width)}</Transform>
})
