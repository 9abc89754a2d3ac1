import { Box } from 'ink'
import { Table } from 'ink-table'
import { createContext, type PropsWithChildren, useContext } from 'react'
import { cellWidth } from '../../text/cells.ts'
import { span, type Tone } from '../../workbench/display/line.ts'
import type { Rectangle } from '../../workbench/layout/frame-boxes.ts'
import type { WasteRow } from '../../workbench/rows/waste-rows.ts'
import { Drawn } from './Drawn.tsx'

// The table keeps the first cell components it is given, so they read what changes from a context.
const PathsOfTable = createContext<readonly string[]>([])

const painted = (tone: Tone, style: { readonly bold?: boolean } = {}) =>
  function Painted({ children }: PropsWithChildren) {
    const paths = useContext(PathsOfTable)
    const text = String(children).replace(standIns, (run) => paths[run.charCodeAt(0) - firstStandIn] ?? run)
    return <Drawn width={cellWidth(text)} height={1} flexShrink={0} lines={[[span(text, tone, style)]]} />
  }

const Heading = painted('accent', { bold: true })
const Value = painted('plain')
const Border = painted('border')

/** The paths that waste most: few rows, fitted beforehand, which is what ink-table is good at. */
export function WasteTable({ at, rows }: { readonly at: Rectangle; readonly rows: readonly WasteRow[] }) {
  if (rows.length === 0) return null
  return (
    <PathsOfTable value={rows.map(({ path }) => path)}>
      <Box position="absolute" marginLeft={at.x} marginTop={at.y} width={at.width} height={at.height}>
        <Table
          data={rows.map((row, index) => ({ ...row, path: standIn(index, cellWidth(row.path)) }))}
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
    </PathsOfTable>
  )
}

// The table counts a text's UTF-16 units, where a path has cells. So it gets as many private characters as the path
// has cells; they say which path they stand for.
const firstStandIn = 0xe000
const standIns = /[\ue000-\uf8ff]+/g

function standIn(index: number, width: number): string {
  return String.fromCharCode(firstStandIn + index).repeat(width)
}
