import { memoize } from '../../memo/memoize.ts'
import { formatClock } from '../../text/format-time.ts'
import type { DescribedEdit } from '../state/described-edit.ts'

/** A row of the Edits pane. */
export type EditRow = {
  readonly id: string
  readonly selectable: true
  readonly time: string
  readonly described: DescribedEdit
}

type EditRowInputs = { readonly edits: readonly DescribedEdit[]; readonly filter: string }

/** Saves, newest first, each with its verdict; with a filter only those whose path or verdict contains it. */
export const editRows = memoize(({ edits, filter }: EditRowInputs): readonly EditRow[] => {
  const wanted = filter.toLowerCase()
  return edits
    .filter(({ path, text }) => wanted === '' || `${path} ${text}`.toLowerCase().includes(wanted))
    .map((described) => ({
      id: `edit:${described.edit.id}`,
      selectable: true,
      time: formatClock(described.edit.at),
      described,
    }))
})
