import { memoize } from '../../memo/memoize.ts'
import { type MarkName, marks } from '../../messages/names/mark.ts'
import { commands } from '../commands/all-commands.ts'
import type { Command } from '../commands/command.ts'
import { showKey } from '../display/show-key.ts'
import { type PaneName, panes } from '../state/panes.ts'

/** A row of the help: a command, a mark, or the heading of a section. */
export type HelpRow =
  | { readonly kind: 'heading'; readonly id: string; readonly selectable: false; readonly text: string }
  | { readonly kind: 'command'; readonly id: string; readonly selectable: true; readonly command: Command }
  | { readonly kind: 'mark'; readonly id: string; readonly selectable: true; readonly mark: MarkName }

const groups: readonly Command['group'][] = ['Panes', 'Moving', 'Build', 'Image', 'Program']
const legend: readonly MarkName[] = ['busted', 'inherited', 'depends', 'cached', 'fails', 'metadata', 'checking']

/**
 * Every command and mark: first the commands that belong to the focused pane alone, then the others by group, then the
 * marks. With a query only rows whose key, name or description contains it.
 */
export const helpRows = memoize(({ focus, query }: { readonly focus: PaneName; readonly query: string }) => {
  const wanted = query.trim().toLowerCase()
  const own = commands.filter(({ places }) => places.includes(focus) && places.length <= 2)
  const sections: [string, readonly HelpRow[]][] = [
    [focus === 'detail' ? 'In this pane' : `In ${panes[focus].title}`, own.map(commandRow)],
    ...groups.map((group): [string, readonly HelpRow[]] => [
      group,
      commands.filter((command) => command.group === group && !own.includes(command)).map(commandRow),
    ]),
    ['Marks', legend.map((mark): HelpRow => ({ kind: 'mark', id: `mark:${mark}`, selectable: true, mark }))],
  ]
  return sections.flatMap(([title, rows]): readonly HelpRow[] => {
    const shown = rows.filter((row) => textOf(row).toLowerCase().includes(wanted))
    return shown.length === 0
      ? []
      : [{ kind: 'heading', id: `heading:${title}`, selectable: false, text: title }, ...shown]
  })
})

const commandRow = (command: Command): HelpRow => ({
  kind: 'command',
  id: command.id,
  selectable: true,
  command,
})

function textOf(row: HelpRow): string {
  switch (row.kind) {
    case 'heading':
      return row.text
    case 'command':
      return `${keysOf(row.command)} ${row.command.id} ${row.command.help}${placesInWords(row.command)}`
    case 'mark':
      return `${marks[row.mark].glyph} ${marks[row.mark].meaning}`
  }
}

export const keysOf = ({ keys }: Command): string => keys.map(showKey).join(' ')

/** Where a key works, when that is not all panes. */
export function placesInWords({ places }: Command): string {
  if (places.length >= 4) return ''
  const names = places.map((place) => (place in panes ? panes[place as keyof typeof panes].title : place))
  return ` (in ${names.join(', ')})`
}
