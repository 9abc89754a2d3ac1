import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import type { DOMElement, RenderOptions } from 'ink'
import type { Line } from '../../workbench/display/line.ts'
import type { FrameSink } from '../terminal/frame-sink.ts'

/** Takes what components draw, in drawing order. */
export interface Canvas {
  /** Draws lines where Ink's layout puts the element, which need not be mounted yet. */
  draw(element: { readonly current: DOMElement | null }, lines: readonly Line[]): void
}

/**
 * How Ink is rendered here: it keeps the components and lays them out, and they draw on the canvas. Ink's own pass
 * over the screen takes every styled text apart and puts it together again for every frame, which was most of a frame's
 * cost; so it gets no text to print, and one column to print it in. In its debug mode Ink writes once for each commit,
 * when everything has been drawn. Keys never pass through Ink: 6.8 hands several keys of one read on as one, and takes
 * split ones for others.
 */
export function inkOutput(sink: FrameSink): { readonly canvas: Canvas; readonly options: RenderOptions } {
  type Drawn = Parameters<Canvas['draw']>
  let drawn: Drawn[] = []
  /** The latest whole frame that is not shown yet. */
  let frame: readonly Drawn[] | null = null
  const show = () => {
    const drawings = (frame ?? []).flatMap(([{ current }, lines]) =>
      current === null ? [] : [{ ...positionOf(current), lines }],
    )
    frame = null
    sink.show(drawings)
  }
  const output = Object.assign(new EventEmitter(), {
    isTTY: false,
    columns: 1,
    write() {
      // React hands out the elements of new components only after this, and may commit once more before they are shown.
      if (frame === null) queueMicrotask(show)
      frame = drawn
      drawn = []
      return true
    },
  })
  return {
    canvas: { draw: (element, lines) => void drawn.push([element, lines]) },
    options: {
      stdout: output as unknown as NodeJS.WriteStream,
      stderr: output as unknown as NodeJS.WriteStream,
      stdin: new PassThrough() as unknown as NodeJS.ReadStream,
      debug: true,
      patchConsole: false,
      exitOnCtrlC: false,
      isScreenReaderEnabled: false,
    },
  }
}

/** The element's upper left cell on the screen. */
function positionOf(element: DOMElement): { readonly x: number; readonly y: number } {
  let [x, y] = [0, 0]
  for (let node: DOMElement | undefined = element; node !== undefined; node = node.parentNode) {
    x += node.yogaNode?.getComputedLeft() ?? 0
    y += node.yogaNode?.getComputedTop() ?? 0
  }
  return { x, y }
}
