import { formatClock } from '../../text/format-time.ts'
import { remember } from '../display/memoize.ts'
import type { ToldEdit } from '../state/described-edit.ts'

/** A row of the Edits pane. */
export type EditRow = {
  readonly id: string
  readonly selectable: true
  readonly time: string
  readonly told: ToldEdit
}

/** Saves, newest first, each with its verdict; with a filter only those whose path or verdict contains it. */
export const editRows = remember((edits: readonly ToldEdit[], filter: string): readonly EditRow[] => {
  const wanted = filter.toLowerCase()
  return edits
    .filter(({ path, text }) => wanted === '' || `${path} ${text}`.toLowerCase().includes(wanted))
    .map((told) => ({
      id: `edit:${told.edit.id}`,
      selectable: true,
      time: formatClock(told.edit.at),
      told,
    }))
})
