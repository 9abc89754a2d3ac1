/** One line that stays on the screen while its cause lasts. */
export type Notice = {
  /** The same id replaces; `notice-cleared` with it takes the line away. */
  readonly id: string
  readonly level: 'info' | 'warn' | 'error'
  /** What is the matter and the next step, in one line. */
  readonly text: string
}
