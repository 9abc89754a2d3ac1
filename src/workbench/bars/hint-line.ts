import { cellWidth } from '../../text/cells.ts'
import { fitEnd } from '../../text/fit.ts'
import { commands } from '../commands/all-commands.ts'
import type { Command } from '../commands/command.ts'
import { fitLine, type Line, type Span, span } from '../display/line.ts'
import { showKey } from '../display/show-key.ts'
import { type KeyScope, keyScopeOf } from '../state/key-scope.ts'
import { panes } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'

/** The last row: a filter being typed, a word about the last key, or the keys that help most here. */
export function hintLine(state: WorkbenchState, width: number): Line {
  const { filtering, filters, message } = state.view
  if (filtering !== null) {
    const label = ` filter ${panes[filtering].title.toLowerCase()}: `
    return fitLine(
      [
        span(label, 'accent', { bold: true }),
        span(filters[filtering]),
        span(' ', 'plain', { inverse: true }),
        span('   enter keeps, esc clears', 'faint'),
      ],
      width,
    )
  }
  if (message !== null) return fitLine([span(` ${fitEnd(message, width - 2)}`, 'plain', { bold: true })], width)
  return fitLine(hints(state, width), width)
}

/** What comes first gives way last; moving and the panes are said in fewer words than their commands have. */
function hints(state: WorkbenchState, width: number): Line {
  const place = keyScopeOf(state)
  const isPane = place in panes || place === 'detail'
  const moves: [string, string][] = place === 'waste' ? [] : [['↑↓', 'move']]
  const own = commands.filter(
    ({ hint, places, whyUnavailable }) =>
      hint !== undefined && places.includes(place) && (whyUnavailable?.(state) ?? null) === null,
  )
  const entries: [string, string][] = [
    ...moves,
    ...own.map((command): [string, string] => [showKey(command.keys[0]!), hintFor(command, place)]),
    ...(isPane ? [['1-4', 'pane'] as [string, string]] : [['esc', 'close'] as [string, string]]),
  ]
  const help = entries.findIndex(([key]) => key === '?')
  const ordered = help < 0 ? entries : [entries[help]!, ...entries.filter((_, index) => index !== help)]
  const shown: Span[] = []
  let room = width - 1
  for (const [key, words] of ordered) {
    const needed = cellWidth(key) + cellWidth(words) + 3
    if (needed > room) continue
    shown.push(span(` ${key}`, 'accent'), span(` ${words} `, 'faint'))
    room -= needed
  }
  return shown
}

/** Enter means something else in each place. */
function hintFor(command: Command, place: KeyScope): string {
  if (command.id !== 'open') return command.hint ?? ''
  const words: Readonly<Record<KeyScope, string>> = {
    plan: 'why',
    edits: 'steps',
    layers: 'details',
    files: 'open',
    detail: 'back to list',
    help: 'run it',
    images: 'choose',
    file: 'close',
    waste: 'close',
    notices: 'close',
  }
  return words[place]
}
