import { Box, Text } from 'ink'
import { memo } from 'react'
import type { Rectangle } from '../../workbench/layout.ts'
import type { Line } from '../../workbench/line.ts'
import { paintLine, type Theme } from '../theme.ts'

/** Rows at a place on the screen, each already as wide as the place. */
export function Rows({
  at,
  lines,
  theme,
}: {
  readonly at: Rectangle
  readonly lines: readonly Line[]
  readonly theme: Theme
}) {
  return (
    <Box
      position="absolute"
      marginLeft={at.x}
      marginTop={at.y}
      width={at.width}
      height={at.height}
      flexDirection="column"
    >
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <Row key={place} text={paintLine(line, theme)} />
      ))}
    </Box>
  )
}

const Row = memo(function Row({ text }: { readonly text: string }) {
  return <Text wrap="truncate">{text}</Text>
})
