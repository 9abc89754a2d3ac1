import type { Notice } from '../../diagnostics/notice.ts'
import { memoize } from '../../memo/memoize.ts'
import { fitEnd } from '../../text/fit.ts'
import { oneLine } from '../../text/printable.ts'
import { wrapWords } from '../../text/wrap.ts'
import { fitLine, type Line, span, spread } from '../display/line.ts'
import type { WorkbenchState } from '../state/state.ts'
import { noticesOf } from './notices.ts'

const looks = {
  error: { sign: '✗', tone: 'bad' },
  warn: { sign: '!', tone: 'warn' },
  info: { sign: '·', tone: 'info' },
} as const

/** A notice on the screen says itself in so many rows; all of it is a key away. */
const rowsOfOne = 2

/** What is the matter, most serious first; where not all has room, the last row says what is missing. */
export function noticeLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  if (height === 0) return []
  const notices = noticesOf(state)
  const rows = wrapNotices({ notices, width })
  const shown = rows.slice(0, height)
  if (rows.length <= height) return shown
  const described = shown.filter((row) => row[1]?.text !== ' ').length
  const more: Line = [
    span(described < notices.length ? ` +${notices.length - described}, n shows all ` : ' n shows all ', 'faint'),
  ]
  return [...shown.slice(0, -1), spread(shown.at(-1)!, more, width)]
}

/** Notices and the cells that one row of them has. */
type NoticeWidth = { readonly notices: readonly Notice[]; readonly width: number }

/** The rows of all notices, each cut after a few. */
export const wrapNotices = memoize(({ notices, width }: NoticeWidth): readonly Line[] =>
  notices.flatMap((notice) => noticeRows(notice, width, rowsOfOne)),
)

/** All of every notice, for those who ask. */
export const noticesInFull = memoize(({ notices, width }: NoticeWidth): readonly Line[] =>
  notices.flatMap((notice) => [...noticeRows(notice, width, Number.POSITIVE_INFINITY), []]),
)

function noticeRows({ level, text }: Notice, width: number, most: number): readonly Line[] {
  const { sign, tone } = looks[level]
  const room = Math.max(1, width - 4)
  const lines = wrapWords(oneLine(text), room)
  const shown = lines.slice(0, most)
  if (lines.length > most) shown[most - 1] = fitEnd(`${shown[most - 1]} ${lines[most]}`, room)
  return shown.map((line, place) =>
    fitLine([span(' '), place === 0 ? span(sign, tone) : span(' '), span(` ${line}`)], width),
  )
}
