import { memoize } from '../../memo/memoize.ts'
import { type MarkName, marks } from '../../messages/mark.ts'
import { cellWidth } from '../../text/cells.ts'
import { padEnd } from '../../text/fit.ts'
import { wrapWords } from '../../text/wrap.ts'
import { commands } from '../commands/all-commands.ts'
import type { Command } from '../commands/command.ts'
import { markSpan } from '../display/glyphs.ts'
import { type Line, span } from '../display/line.ts'
import { showKey } from '../display/show-key.ts'
import { panes } from '../state/panes.ts'

const groups: readonly Command['group'][] = ['Panes', 'Moving', 'Build', 'Image', 'Program']
const legend: readonly MarkName[] = ['busted', 'inherited', 'depends', 'cached', 'fails', 'metadata', 'checking']

/** Every mark and every key with what it does, from the tables that the program itself runs by. */
export const helpLines = memoize(({ width }: { readonly width: number }): readonly Line[] => {
  const keyWidth = Math.max(...commands.map((command) => cellWidth(keysOf(command)))) + 2
  return [
    heading('Marks'),
    ...legend.flatMap((name) => markRow(name, width)),
    ...groups.flatMap((group) => [
      [],
      heading(group),
      ...commands.filter((command) => command.group === group).flatMap((command) => row(command, keyWidth, width)),
    ]),
  ]
})

function markRow(name: MarkName, width: number): readonly Line[] {
  const [first = '', ...more] = wrapWords(marks[name].meaning, Math.max(1, width - 7))
  return [[span('   '), markSpan(name), span(`  ${first}`)], ...more.map((line): Line => [span(`      ${line}`)])]
}

function row(command: Command, keyWidth: number, width: number): readonly Line[] {
  const where = placesInWords(command)
  const [first = '', ...more] = wrapWords(command.help + where, Math.max(1, width - keyWidth - 4))
  return [
    [span(`   ${padEnd(keysOf(command), keyWidth)}`, 'accent', { bold: true }), span(first)],
    ...more.map((line): Line => [span(`   ${' '.repeat(keyWidth)}${line}`)]),
  ]
}

function keysOf({ keys }: Command): string {
  return keys.map(showKey).join(' ')
}

/** Where a key works, when that is not all panes. */
function placesInWords({ places }: Command): string {
  if (places.length >= 4) return ''
  const names = places.map((place) => (place in panes ? panes[place as keyof typeof panes].title : place))
  return ` (in ${names.join(', ')})`
}

function heading(title: string): Line {
  return [span(` ${title}`, 'plain', { bold: true })]
}
