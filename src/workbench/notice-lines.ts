import { fitEnd } from '../text/fit.ts'
import { oneLine } from '../text/printable.ts'
import { fitLine, type Line, span, spread } from './line.ts'
import { noticesOf } from './notices.ts'
import type { WorkbenchState } from './state.ts'

const looks = {
  error: { sign: '✗', tone: 'bad' },
  warn: { sign: '!', tone: 'warn' },
  info: { sign: '·', tone: 'info' },
} as const

/** The most serious notices, one row each; the last row counts those that have no room. */
export function noticeLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  const notices = noticesOf(state)
  const hidden = notices.length - height
  return notices.slice(0, height).map((notice, place) => {
    const { sign, tone } = looks[notice.level]
    const more: Line = hidden > 0 && place === height - 1 ? [span(` +${hidden} more `, 'faint')] : []
    const text = fitEnd(oneLine(notice.text), width - 4 - (more.length > 0 ? 10 : 0))
    return fitLine(spread([span(' '), span(sign, tone), span(` ${text}`)], more, width), width)
  })
}
