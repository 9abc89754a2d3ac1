/** Cells from the upper left, borders included. */
export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A place with a title and a frame around it. */
export type FramedBox = {
  /** Neighbours share a border: their rectangles overlap in one row or column. */
  readonly box: Rectangle
  /** Where the rows go. Its height is 0 where only the title shows. */
  readonly inside: Rectangle
  /** Null where there is only a title line. */
  readonly border: Border | null
}

/** The border of one box, joined to those of its neighbours. */
export type Border = {
  /** The corners of the first row, which has the title between them. */
  readonly top: Ends
  /** The two ends of each row inside. */
  readonly sides: readonly Ends[]
  /** The last row; null where it is the first row of the box below. */
  readonly foot: string | null
}

type Ends = readonly [left: string, right: string]

/**
 * Gives each box its inside, and its borders where there is room for them.
 *
 * @param framed whether boxes have borders all around, or only a title line
 */
export function frameBoxes(boxes: readonly Rectangle[], framed: boolean): readonly FramedBox[] {
  const borders = framed ? joinBorders(boxes) : []
  const side = framed ? 1 : 0
  return boxes.map((box, index) => {
    const { x, y, width, height } = box
    const inside = { x: x + side, y: y + 1, width: Math.max(0, width - 2 * side), height: height - 1 - side }
    return { box, inside, border: borders[index] ?? null }
  })
}

function joinBorders(boxes: readonly Rectangle[]): readonly Border[] {
  const joints = jointsOf(boxes)
  const glyph = (x: number, y: number) => glyphs[joints.get(cellKey(x, y)) ?? 0]!
  return boxes.map((box) => {
    const { right, bottom } = lastCellOf(box)
    const endsAt = (y: number): Ends => [glyph(box.x, y), glyph(right, y)]
    const isShared = boxes.some((other) => other.y === bottom && other.x === box.x && other.width === box.width)
    const foot = Array.from({ length: box.width }, (_, column) => glyph(box.x + column, bottom))
    return {
      top: endsAt(box.y),
      sides: Array.from({ length: box.height - 2 }, (_, row) => endsAt(box.y + 1 + row)),
      foot: isShared ? null : foot.join(''),
    }
  })
}

/** The sides by which borders leave a cell; a cell has the sum of its sides. */
const sides = { up: 1, right: 2, down: 4, left: 8 } as const

/** The glyph for each sum of sides. */
const glyphs = [...' ╵╶└╷│┌├╴┘─┴┐┤┬┼']

/** The sum of sides of every cell that a border goes through. */
function jointsOf(boxes: readonly Rectangle[]): ReadonlyMap<number, number> {
  const joints = new Map<number, number>()
  const join = (x: number, y: number, side: number) => {
    const key = cellKey(x, y)
    joints.set(key, (joints.get(key) ?? 0) | side)
  }
  for (const box of boxes) {
    const last = lastCellOf(box)
    for (const y of [box.y, last.bottom]) {
      for (let x = box.x; x < last.right; x++) {
        join(x, y, sides.right)
        join(x + 1, y, sides.left)
      }
    }
    for (const x of [box.x, last.right]) {
      for (let y = box.y; y < last.bottom; y++) {
        join(x, y, sides.down)
        join(x, y + 1, sides.up)
      }
    }
  }
  return joints
}

const lastCellOf = ({ x, y, width, height }: Rectangle) => ({ right: x + width - 1, bottom: y + height - 1 })

/** One number for a cell; no terminal has as many columns. */
const cellKey = (x: number, y: number) => y * 65_536 + x
