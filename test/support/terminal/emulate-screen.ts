import headless from '@xterm/headless'

/** A terminal emulator's picture of what a program wrote. */
export interface EmulatedScreen {
  write(data: string | Uint8Array): void
  /** The visible rows, blanks at their ends taken off. */
  lines(): readonly string[]
  /** The visible rows as one text. */
  text(): string
  /** One character and how it is drawn; column and row count from 0. */
  cell(
    column: number,
    row: number,
  ): { readonly text: string; readonly bold: boolean; readonly inverse: boolean; readonly colored: boolean }
  /** Whether the alternate screen is shown, the cursor is hidden, the mouse is reported. */
  modes(): {
    readonly alternate: boolean
    readonly cursorHidden: boolean
    readonly mouse: boolean
    readonly autowrap: boolean
  }
  /** All bytes written so far. */
  bytesWritten(): number
  /** Everything that was written, as text: to look for sequences that must not be there. */
  raw(): string
  resizeTo(columns: number, rows: number): void
  onAnswer(listener: (answer: string) => void): void
  /** When the latest of what was written was drawn, by the clock of `performance.now`. */
  drawnAt(): number
  /** Resolves when all that was written is drawn. */
  drawn(): Promise<void>
  /** Resolves as soon as the condition holds; rejects after `within` milliseconds. */
  until(holds: (screen: EmulatedScreen) => boolean, within: number): Promise<void>
  /** Resolves when nothing was written for so many milliseconds. */
  quiet(milliseconds: number): Promise<void>
}

/** Opens an emulated terminal of the given size. */
export function emulateScreen(columns: number, rows: number): EmulatedScreen {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 })
  const decoder = new TextDecoder()
  let bytes = 0
  let raw = ''
  let cursorHidden = false
  let lastWrite = performance.now()
  let drawnAt = lastWrite
  const listeners = new Set<() => void>()
  for (const [final, hidden] of [
    ['l', true],
    ['h', false],
  ] as const) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
      if (parameters.includes(25)) cursorHidden = hidden
      return false
    })
  }

  const screen: EmulatedScreen = {
    write(data) {
      bytes += data.length
      raw += typeof data === 'string' ? data : decoder.decode(data, { stream: true })
      lastWrite = performance.now()
      terminal.write(data, () => {
        drawnAt = performance.now()
        for (const listener of listeners) listener()
      })
    },
    lines() {
      const buffer = terminal.buffer.active
      return Array.from(
        { length: terminal.rows },
        (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
      )
    },
    text: () => screen.lines().join('\n'),
    cell(column, row) {
      const buffer = terminal.buffer.active
      const cell = buffer.getLine(buffer.viewportY + row)?.getCell(column)
      return {
        text: cell?.getChars() || ' ',
        bold: cell?.isBold() !== 0 && cell !== undefined,
        inverse: cell?.isInverse() !== 0 && cell !== undefined,
        colored: cell !== undefined && (!cell.isFgDefault() || !cell.isBgDefault()),
      }
    },
    modes: () => ({
      alternate: terminal.buffer.active.type === 'alternate',
      cursorHidden,
      mouse: terminal.modes.mouseTrackingMode !== 'none',
      autowrap: terminal.modes.wraparoundMode,
    }),
    bytesWritten: () => bytes,
    raw: () => raw,
    resizeTo: (newColumns, newRows) => terminal.resize(newColumns, newRows),
    onAnswer: (listener) => void terminal.onData(listener),
    drawnAt: () => drawnAt,
    drawn: () => new Promise((resolve) => terminal.write('', resolve)),
    until: (holds, within) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!holds(screen)) return
          stop()
          resolve()
        }
        const stop = () => {
          clearTimeout(timer)
          listeners.delete(check)
        }
        const timer = setTimeout(() => {
          stop()
          reject(new Error('the condition did not come true'))
        }, within)
        listeners.add(check)
        check()
      }),
    quiet: (milliseconds) =>
      new Promise((resolve) => {
        const look = () => {
          const left = lastWrite + milliseconds - performance.now()
          if (left <= 0) terminal.write('', resolve)
          else setTimeout(look, left)
        }
        look()
      }),
  }
  return screen
}
