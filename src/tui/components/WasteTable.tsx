import { Box, Text } from 'ink'
import { Table } from 'ink-table'
import { createContext, type PropsWithChildren, useContext } from 'react'
import { span, type Tone } from '../../workbench/display/line.ts'
import type { Rectangle } from '../../workbench/layout/layout.ts'
import type { WasteRow } from '../../workbench/rows/waste-rows.ts'
import { paintLine, type Theme } from '../style/theme.ts'

// The table keeps the first cell components it is given, so they read what changes from a context.
const ThemeOfTable = createContext<Theme>({ colors: true })

const painted = (tone: Tone, style: { readonly bold?: boolean } = {}) =>
  function Painted({ children }: PropsWithChildren) {
    const theme = useContext(ThemeOfTable)
    return <Text>{paintLine([span(String(children), tone, style)], theme)}</Text>
  }

const Heading = painted('accent', { bold: true })
const Value = painted('plain')
const Border = painted('border')

/** The paths that waste most: few rows, fitted beforehand, which is what ink-table is good at. */
export function WasteTable(props: {
  readonly at: Rectangle
  readonly rows: readonly WasteRow[]
  readonly theme: Theme
}) {
  const { at, rows, theme } = props
  if (rows.length === 0) return null
  return (
    <ThemeOfTable.Provider value={theme}>
      <Box position="absolute" marginLeft={at.x} marginTop={at.y} width={at.width} height={at.height}>
        <Table
          data={[...rows]}
          columns={[
            { key: 'reclaimable', align: 'right' },
            { key: 'stored', align: 'right' },
            { key: 'layers', align: 'right' },
            { key: 'path', align: 'left' },
          ]}
          header={Heading}
          cell={Value}
          skeleton={Border}
        />
      </Box>
    </ThemeOfTable.Provider>
  )
}
