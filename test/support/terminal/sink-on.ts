import { lookOf } from '../../../src/tui/style/theme.ts'
import { enterScreen } from '../../../src/tui/terminal/control-sequences.ts'
import type { Display } from '../../../src/tui/terminal/frame.ts'
import { createFrameSink } from '../../../src/tui/terminal/frame-sink.ts'
import { emulateScreen } from './emulate-screen.ts'

/** A terminal that shows every color and character. */
export const fullDisplay: Display = { lookOf: (part) => lookOf(part, { colors: true }), encode: (text) => text }

/** A frame sink that writes to an emulated terminal. */
export function sinkOn(columns: number, rows: number) {
  const screen = emulateScreen(columns, rows)
  screen.write(enterScreen)
  const sink = createFrameSink({ size: { columns, rows }, display: fullDisplay, write: screen.write })
  return { screen, sink }
}
