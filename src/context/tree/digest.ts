import { hash } from 'node:crypto'

/** A short stable digest of plain data: the first 96 bits of sha256, in hex. Equal data gives an equal digest. */
export const digestOf = (...parts: readonly unknown[]): string =>
  hash('sha256', JSON.stringify(parts), 'hex').slice(0, 24)

/** The same for one text, without the cost of quoting it. */
export const digestOfText = (text: string): string => hash('sha256', text, 'hex').slice(0, 24)
