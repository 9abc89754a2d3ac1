import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellWidth } from '../../src/text/cells.ts'
import { textOf } from '../../src/workbench/display/line.ts'
import { listOf } from '../../src/workbench/layout/list-model.ts'
import { listPanes } from '../../src/workbench/state/panes.ts'
import { update } from '../../src/workbench/update/update.ts'
import { screenParts } from '../support/workbench/print-screen.ts'
import { sessions } from '../support/workbench/sessions.ts'
import { openShop } from '../support/workbench/shop.ts'

test('whatever happens, cursors stand on rows that exist', () => {
  fc.assert(
    fc.property(sessions, (session) => {
      let state = openShop(84, 44)
      for (const event of session) {
        state = update(state, event).state
        for (const pane of listPanes) {
          const { id, index } = state.view.cursors[pane]
          const list = listOf(state, pane)
          if (id === null)
            expect(Array.from({ length: list.count }, (_, row) => list.isSelectable(row))).not.toContain(true)
          else expect([list.idAt(index), list.isSelectable(index)]).toEqual([id, true])
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('whatever happens, every row fits its place and holds nothing that a terminal would obey', () => {
  fc.assert(
    fc.property(sessions, (session) => {
      let state = openShop(84, 44)
      for (const event of session) state = update(state, event).state
      for (const { at: place, lines } of screenParts(state)) {
        expect(lines.length).toBeLessThanOrEqual(Math.max(place.height, 0))
        for (const line of lines) {
          const text = textOf(line)
          expect(text).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/)
          expect(cellWidth(text)).toBe(place.width)
        }
      }
    }),
    { numRuns: 150 },
  )
})
