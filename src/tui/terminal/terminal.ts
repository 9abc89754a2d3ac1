import { writeSync } from 'node:fs'
import type { ReadStream, WriteStream } from 'node:tty'
import { captureMouse, enterScreen, leaveScreen, releaseMouse } from './control-sequences.ts'
import { createInputTokenizer, type InputToken } from './input-tokens.ts'

/** The terminal that the workbench runs in: taken over, listened to, given back as it was. */
export interface Terminal {
  size(): { readonly columns: number; readonly rows: number }
  /** Takes the screen, the keyboard and, if wanted, the mouse. */
  enter(): void
  /** Gives everything back; safe to call at any time, also while the process is going down. */
  leave(): void
  isEntered(): boolean
  /** Writes while the terminal is taken; what is written while another program has it is dropped. */
  write(text: string): void
  setMouse(isCaptured: boolean): void
  onInput(listener: (tokens: readonly InputToken[]) => void): void
  onResize(listener: () => void): void
  /** The other end of the terminal is gone. */
  onHangUp(listener: () => void): void
  /** Stops listening. */
  close(): void
}

/** The file descriptor is there at run time; its type does not say so. */
export type TerminalStreams = { readonly input: ReadStream; readonly output: WriteStream & { readonly fd: number } }

/** Terminals send the bytes of one key together; an escape that stays alone this long was the key itself. */
const escapeMilliseconds = 25

export function openTerminal({ input, output, mouse }: TerminalStreams & { readonly mouse: boolean }): Terminal {
  const tokenizer = createInputTokenizer()
  let isEntered = false
  let isMouseCaptured = mouse
  let inputListener: (tokens: readonly InputToken[]) => void = () => {}
  let escapeTimer: NodeJS.Timeout | undefined

  const read = (text: string) => {
    clearTimeout(escapeTimer)
    const tokens = tokenizer.push(text)
    if (tokens.length > 0) inputListener(tokens)
    if (tokenizer.isWaiting()) escapeTimer = setTimeout(() => inputListener(tokenizer.flush()), escapeMilliseconds)
  }

  return {
    size: () => ({ columns: output.columns ?? 80, rows: output.rows ?? 24 }),
    isEntered: () => isEntered,
    enter() {
      if (isEntered) return
      isEntered = true
      writeNow(output.fd, enterScreen + (isMouseCaptured ? captureMouse : ''))
      input.setRawMode(true)
      input.setEncoding('utf8')
      input.on('data', read)
      input.resume()
    },
    leave() {
      if (!isEntered) return
      isEntered = false
      clearTimeout(escapeTimer)
      input.off('data', read)
      input.pause()
      writeNow(output.fd, leaveScreen)
      try {
        input.setRawMode(false)
      } catch {
        // The terminal is gone: there is nothing to give back.
      }
    },
    write(text) {
      if (isEntered) output.write(text)
    },
    setMouse(isCaptured) {
      isMouseCaptured = isCaptured
      if (isEntered) output.write(isCaptured ? captureMouse : releaseMouse)
    },
    onInput(listener) {
      inputListener = listener
    },
    onResize: (listener) => void output.on('resize', listener),
    onHangUp(listener) {
      input.on('end', listener)
      input.on('error', listener)
      output.on('error', listener)
    },
    close() {
      clearTimeout(escapeTimer)
      input.removeAllListeners('data')
      output.removeAllListeners('resize')
      // A process that ends by itself is not held up by its keyboard.
      input.unref()
    },
  }
}

/** Writes without the event loop, which may never turn again; a terminal that cannot take it now is asked again. */
function writeNow(descriptor: number, text: string): void {
  let left = Buffer.from(text)
  for (let tries = 0; left.length > 0 && tries < 1000; tries++) {
    try {
      left = left.subarray(writeSync(descriptor, left))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
    }
  }
}
