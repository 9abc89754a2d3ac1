import { narrowBelow, type PaneName } from '../state/panes.ts'
import type { Zoom } from '../state/state.ts'
import { type FramedBox, frameBoxes, type Rectangle } from './frame-boxes.ts'

export type PaneBox = FramedBox & { readonly pane: PaneName }

export type Layout = {
  /** Null where every row counts. */
  readonly header: Rectangle | null
  readonly headline: Rectangle
  readonly panes: readonly PaneBox[]
  /** What covers the panes; null where it has no room. */
  readonly overlay: FramedBox | null
  readonly notices: Rectangle
  readonly hints: Rectangle
}

export type LayoutFacts = {
  readonly columns: number
  readonly rows: number
  /** Whether a build is watched; otherwise there is only the image. */
  readonly hasBuild: boolean
  readonly focus: PaneName
  readonly detail: 'step' | 'layer' | null
  readonly imagePane: 'layers' | 'files'
  readonly zoom: Zoom
  /** Whether an image is shown or asked for; without one its panes have but a sentence to say. */
  readonly hasImage: boolean
  /** Rows that the plan and the layers would like. */
  readonly planRows: number
  /** Rows of the plan once everything is folded that can be. */
  readonly foldedPlanRows: number
  readonly layerRows: number
  /** Rows that the notices would like. */
  readonly noticeRows: number
}

/** From here on two columns of panes read better than one. */
const wideFrom = 110
/** Below this, borders at the sides cost more than they give. */
const framedFrom = { columns: 50, rows: 14 }

/** Where everything goes, as a pure function of the terminal's size and what is open. */
export function layOut(facts: LayoutFacts): Layout {
  const { columns, rows } = facts
  const short = rows < framedFrom.rows
  const headlineRows = columns < narrowBelow && rows >= 8 ? 2 : 1
  const headerRows = rows >= 6 ? 1 : 0
  const hintRows = rows >= 5 ? 1 : 0
  const noticeRows = Math.min(facts.noticeRows, short ? (rows >= 9 ? 1 : 0) : rows < 30 ? 2 : 4)
  const bodyTop = headerRows + headlineRows
  const body = {
    x: 0,
    y: bodyTop,
    width: columns,
    height: Math.max(0, rows - bodyTop - hintRows - noticeRows),
  }
  const framed = columns >= framedFrom.columns && rows >= framedFrom.rows
  return {
    header: headerRows === 0 ? null : { x: 0, y: 0, width: columns, height: 1 },
    headline: { x: 0, y: headerRows, width: columns, height: headlineRows },
    panes: framePanes(placePanes(facts, body, framed), framed),
    overlay: body.height < 2 ? null : frameBoxes([body], framed)[0]!,
    notices: { x: 0, y: body.y + body.height, width: columns, height: noticeRows },
    hints: { x: 0, y: rows - hintRows, width: columns, height: hintRows },
  }
}

type PlacedPane = { readonly pane: PaneName; readonly box: Rectangle }

function framePanes(placed: readonly PlacedPane[], framed: boolean): readonly PaneBox[] {
  const boxes = frameBoxes(
    placed.map(({ box }) => box),
    framed,
  )
  return placed.map(({ pane }, index) => ({ ...boxes[index]!, pane }))
}

/** What a pane asks for in its column: rows it needs at least, rows it can use, and its part of what is left. */
type Wish = { readonly pane: PaneName; readonly least: number; readonly most: number; readonly share: number }

function placePanes(facts: LayoutFacts, body: Rectangle, framed: boolean): readonly PlacedPane[] {
  if (body.height < 2) return []
  if (facts.zoom === 'full') return stack([wishFor(facts.focus, facts)], body, framed, facts)
  if (facts.columns >= wideFrom && framed) return placeWide(facts, body)
  const shown = stackedPanes(facts)
  const room = body.height - (framed ? shown.length + 1 : shown.length)
  const least = shown.reduce((sum, pane) => sum + wishFor(pane, facts).least, 0)
  const fits = facts.zoom === 'half' ? room > 0 : room >= least
  const fitting = fits ? shown : fewerPanes(shown, facts, room)
  return stack(
    fitting.map((pane) => wishFor(pane, facts)),
    body,
    framed,
    facts,
  )
}

/** One column, as in a split beside an editor. */
function stackedPanes({ hasBuild, detail, imagePane }: LayoutFacts): readonly PaneName[] {
  if (!hasBuild) return detail === null ? ['layers', 'files'] : ['layers', 'detail']
  switch (detail) {
    case 'step':
      return ['plan', 'detail']
    case 'layer':
      return [imagePane, 'detail']
    case null:
      return ['plan', 'edits', imagePane]
  }
}

/** The focused pane, with the first of the others where two have room. */
function fewerPanes(shown: readonly PaneName[], facts: LayoutFacts, room: number): readonly PaneName[] {
  if (room < 7) return [facts.focus]
  const companion = shown.find((pane) => pane !== facts.focus)
  const chosen = facts.focus === 'plan' ? ['plan', shown[1]] : [companion, facts.focus]
  return shown.filter((pane) => chosen.includes(pane))
}

/** Two columns: the build at the left, the image at the right. */
function placeWide(facts: LayoutFacts, body: Rectangle): readonly PlacedPane[] {
  const { hasBuild, detail } = facts
  const left: readonly PaneName[] = hasBuild ? ['plan', detail === 'step' ? 'detail' : 'edits'] : ['layers']
  const right: readonly PaneName[] = hasBuild
    ? ['layers', detail === 'layer' ? 'detail' : 'files']
    : [detail === null ? 'files' : 'detail']
  const leftWidth = Math.round(body.width * (hasBuild ? 0.54 : 0.45))
  const column = (names: readonly PaneName[], x: number, width: number) =>
    stack(
      names.map((pane) => wishFor(pane, facts)),
      { ...body, x, width },
      true,
      facts,
    )
  return [...column(left, 0, leftWidth), ...column(right, leftWidth - 1, body.width - leftWidth + 1)]
}

/** The part of the window that an unfolded plan may take before it is folded. */
const planShare = 0.6

function wishFor(pane: PaneName, facts: LayoutFacts): Wish {
  const { rows, hasBuild, hasImage, planRows, foldedPlanRows, layerRows } = facts
  const leavesRoom = hasBuild && !hasImage
  switch (pane) {
    case 'plan':
      // The plan takes what it needs before the others grow; beyond its share it is folded.
      return { pane, least: 5, most: planNeed(rows, planRows, foldedPlanRows), share: 100 }
    case 'edits':
      return { pane, least: 3, most: leavesRoom ? Number.POSITIVE_INFINITY : 8, share: 2 }
    case 'layers':
      if (leavesRoom) return sentence(pane)
      return { pane, least: 4, most: Math.max(6, layerRows), share: 3 }
    case 'files':
      if (leavesRoom) return sentence(pane)
      return { pane, least: 4, most: Number.POSITIVE_INFINITY, share: 4 }
    case 'detail':
      return { pane, least: 5, most: Number.POSITIVE_INFINITY, share: 4 }
  }
}

const planNeed = (rows: number, unfolded: number, folded: number): number =>
  Math.max(6, folded, Math.min(unfolded, Math.floor(rows * planShare)))

const sentence = (pane: PaneName): Wish => ({ pane, least: 2, most: 4, share: 2 })

/** Stacks panes from top to bottom; with `half` zoom the focused one takes all and the others keep their titles. */
function stack(wishes: readonly Wish[], area: Rectangle, framed: boolean, facts: LayoutFacts): readonly PlacedPane[] {
  const borders = framed ? wishes.length + 1 : wishes.length
  const room = area.height - borders
  const focused = wishes.some(({ pane }) => pane === facts.focus)
  const heights =
    facts.zoom !== 'normal' && focused
      ? wishes.map(({ pane }) => (pane === facts.focus ? room : 0))
      : shareOut(wishes, room)
  let y = area.y
  return wishes.map(({ pane }, index) => {
    const rows = Math.max(0, heights[index]!)
    const box = { x: area.x, y, width: area.width, height: rows + (framed ? 2 : 1) }
    y += rows + 1
    return { pane, box }
  })
}

/** First what each needs, then by share up to what each can use, then the rest to the last. */
function shareOut(wishes: readonly Wish[], room: number): readonly number[] {
  const heights = wishes.map(({ least }) => least)
  let left = room - heights.reduce((sum, height) => sum + height, 0)
  if (left < 0) {
    // Too little for all: from the last one up, give back.
    for (let index = heights.length - 1; index >= 0 && left < 0; index--) {
      const back = Math.min(heights[index]!, -left)
      heights[index]! -= back
      left += back
    }
    return heights
  }
  while (left > 0) {
    const open = wishes.flatMap(({ most }, index) => (heights[index]! < most ? [index] : []))
    if (open.length === 0) break
    // Whoever is furthest below its share gets the next row.
    const next = open.reduce((best, index) =>
      heights[index]! / wishes[index]!.share < heights[best]! / wishes[best]!.share ? index : best,
    )
    heights[next]!++
    left--
  }
  heights[heights.length - 1]! += left
  return heights
}
