/** What is written to take the terminal over, and to give it back. */
const on = (...modes: readonly number[]) => modes.map((mode) => `\x1b[?${mode}h`).join('')
const off = (...modes: readonly number[]) => modes.map((mode) => `\x1b[?${mode}l`).join('')

const alternateScreen = 1049
const cursor = 25
const autowrap = 7
const bracketedPaste = 2004
const mouse = [1000, 1006] as const
const synchronized = 2026

export const enterScreen = on(alternateScreen) + off(cursor, autowrap) + on(bracketedPaste)

/** Says everything again that could have been left on: harmless where it was not. */
export const leaveScreen = `${off(synchronized)}\x1b[0m${off(...mouse, bracketedPaste)}${on(autowrap, cursor)}${off(alternateScreen)}`

export const captureMouse = on(...mouse)
export const releaseMouse = off(...mouse)

/** Terminals that know it show all that lies between in one go; others pass over it. */
export const beginFrame = on(synchronized)
export const endFrame = off(synchronized)

export const clearScreen = '\x1b[0m\x1b[2J'
export const clearToEnd = '\x1b[K'
export const resetLook = '\x1b[0m'

/** Puts text into the clipboard, in terminals that allow it; others ignore it (OSC 52). */
export const copyText = (text: string) => `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`

/** Column and row count from 0. */
export const moveTo = (column: number, row: number) => `\x1b[${row + 1};${column + 1}H`
export const toColumn = (column: number) => `\x1b[${column + 1}G`
