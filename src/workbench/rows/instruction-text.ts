import { oneLine } from '../../text/printable.ts'

/**
 * An instruction as a row shows it: on one line, the stage of `--from` as `‹stage›` and other flags as `⋯`, since the words
 * behind them tell steps apart. The whole instruction stands in the details.
 */
export function instructionText(text: string): string {
  const line = oneLine(text)
  const match = /^(\S+)((?:\s+--[a-z][^\s]*)+)\s+(\S.*)$/i.exec(line)
  if (match === null) return line
  const [, keyword, flags, rest] = match
  const words = flags!.trim().split(/\s+/)
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length)
  const others = words.length > (from === undefined ? 0 : 1)
  return [keyword, ...(from === undefined ? [] : [`‹${from}›`]), ...(others ? ['⋯'] : []), rest].join(' ')
}
