import { cellWidth } from '../text/cells.ts'
import { fitEnd, fitMiddle } from '../text/fit.ts'
import { formatClock } from '../text/format-time.ts'
import { oneLine, printable } from '../text/printable.ts'
import { wrapWords } from '../text/wrap.ts'
import { headline } from '../words/headline.ts'
import { type MarkName, marks } from '../words/mark.ts'
import { markSpan } from './glyphs.ts'
import { fitLine, type Line, span, spread } from './line.ts'
import { valueOf } from './loaded.ts'
import { remember } from './remember.ts'
import type { WorkbenchState } from './state.ts'

type Told = { readonly mark: MarkName; readonly path: string; readonly text: string; readonly at: number | null }

/** What did my last save do: the answer, in one row, or in two where the window is narrow. */
export function headlineLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  const told = tell(state.build, state.image, state.subject)
  const isLoud = told.mark === 'busted' || told.mark === 'fails'
  const time: Line = told.at === null ? [] : [span(` ${formatClock(told.at)} `, 'faint')]
  const lead: Line = [span(' '), markSpan(told.mark), span(' ')]
  if (height >= 2) {
    if (told.path === '') {
      const [first = '', ...rest] = wrapWords(told.text, width - 4)
      return [
        fitLine([...lead, span(first, 'plain', { bold: isLoud })], width),
        fitLine([span(`   ${fitEnd(rest.join(' '), width - 4)}`, 'plain', { bold: isLoud })], width),
      ]
    }
    const room = width - 4 - (told.at === null ? 0 : 10)
    return [
      spread([...lead, span(fitMiddle(told.path, room), 'plain', { bold: true })], time, width),
      fitLine([span(`   ${fitEnd(told.text, width - 4)}`, toneOf(told.mark))], width),
    ]
  }
  const room = width - 3 - (told.at === null ? 0 : 10)
  const path = fitMiddle(told.path, Math.max(12, Math.floor(room / 3)))
  const space = path === '' ? '' : '  '
  const text = fitEnd(told.text, room - cellWidth(path) - space.length)
  return [
    spread(
      [...lead, span(`${path}${space}`, 'plain', { bold: true }), span(text, toneOf(told.mark), { bold: isLoud })],
      time,
      width,
    ),
  ]
}

function toneOf(mark: MarkName) {
  const { role } = marks[mark]
  return role === 'alert' || role === 'bad' ? role : 'plain'
}

const tell = remember(
  (build: WorkbenchState['build'], image: WorkbenchState['image'], subject: WorkbenchState['subject']): Told => {
    const at = build.plannedAt
    if (subject.build === null) return tellImage(image)
    if (build.problem !== null) {
      const { file, line, column, message } = build.problem
      const place = line === 0 ? printable(file) : `${printable(file)}:${line}${column > 0 ? `:${column}` : ''}`
      return { mark: 'fails', path: place, text: oneLine(message), at: null }
    }
    if (build.failure !== null) return { mark: 'fails', path: '', text: oneLine(build.failure.summary), at: null }
    if (build.plan === null)
      return { mark: 'checking', path: '', text: 'Looking at the context for the first time …', at: null }
    const [newest] = build.edits
    // The newest save keeps the words of its moment; the plan adds what still stands.
    const { mark, path, text } = headline(build.plan, newest?.edit ?? null)
    return { mark, path: printable(path), text: oneLine(text), at: newest?.edit.at ?? at }
  },
)

function tellImage({ ref, details }: WorkbenchState['image']): Told {
  const shown = valueOf(details)
  if (details.status === 'failed')
    return {
      mark: 'fails',
      path: '',
      text: oneLine(`${details.failure.summary}: ${details.failure.nextStep}`),
      at: null,
    }
  if (shown === null)
    return {
      mark: 'checking',
      path: '',
      text: ref === null ? 'No image chosen' : `Asking for ${printable(ref)} …`,
      at: null,
    }
  const layers = shown.layers.length
  return { mark: 'blank', path: printable(shown.ref), text: `${layers} layers, ${printable(shown.platform)}`, at: null }
}
