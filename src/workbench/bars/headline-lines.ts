import type { Plan } from '../../cache/model/plan/plan.ts'
import { memoize } from '../../memo/memoize.ts'
import { headline } from '../../messages/headline.ts'
import type { MarkName } from '../../messages/names/mark.ts'
import { cellWidth } from '../../text/cells.ts'
import { fitEnd, fitMiddle } from '../../text/fit.ts'
import { countOf } from '../../text/format-count.ts'
import { formatClock } from '../../text/format-time.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { wrapWords } from '../../text/wrap.ts'
import { markSpan } from '../display/glyphs.ts'
import { fitLine, type Line, span, spread } from '../display/line.ts'
import { showReference } from '../display/show-reference.ts'
import { problemPlace } from '../rows/problem-place.ts'
import type { DescribedEdit } from '../state/described-edit.ts'
import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'

type Headline = {
  readonly mark: MarkName
  readonly path: string
  readonly text: string
  /** The same in few words. */
  readonly short: string
  readonly at: number | null
}

/** What did my last save do: the answer, in one row, or in two where the window is narrow. */
export function headlineLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  const described = headlineOf({ build: state.build, image: state.image, subject: state.subject })
  const isLoud = described.mark === 'busted' || described.mark === 'fails'
  const time: Line = described.at === null ? [] : [span(` ${formatClock(described.at)} `, 'faint')]
  const lead: Line = [span(' '), markSpan(described.mark), span(' ')]
  if (height >= 2) {
    if (described.path === '') {
      const [first = '', ...rest] = wrapWords(described.text, width - 4)
      return [
        fitLine([...lead, span(first, 'plain', { bold: isLoud })], width),
        fitLine([span(`   ${fitEnd(rest.join(' '), width - 4)}`, 'plain', { bold: isLoud })], width),
      ]
    }
    const room = width - 4 - (described.at === null ? 0 : 10)
    return [
      spread([...lead, span(fitMiddle(described.path, room), 'plain', { bold: true })], time, width),
      fitLine([span(`   ${fitEnd(whatFits(described, width - 4), width - 4)}`, 'plain')], width),
    ]
  }
  const room = width - 3 - (described.at === null ? 0 : 10)
  const path = fitMiddle(described.path, Math.max(12, Math.floor(room / 3)))
  const space = path === '' ? '' : '  '
  const textRoom = room - cellWidth(path) - space.length
  const text = fitEnd(whatFits(described, textRoom), textRoom)
  return [
    spread(
      [...lead, span(`${path}${space}`, 'plain', { bold: true }), span(text, 'plain', { bold: isLoud })],
      time,
      width,
    ),
  ]
}

function whatFits({ text, short }: Headline, room: number): string {
  return cellWidth(text) <= room ? text : short
}

const headlineOf = memoize(
  ({ build, image, subject }: Pick<WorkbenchState, 'build' | 'image' | 'subject'>): Headline => {
    if (subject.build === null) return imageHeadline(image)
    // A context that is out of reach is more than a Dockerfile in it that was broken before.
    if (build.failure !== null) return described('fails', '', build.failure.summary)
    if (build.problem !== null) return described('fails', problemPlace(build.problem), build.problem.message)
    if (build.plan === null) return described('checking', '', 'Reading the build context …')
    const newest = editToShow(build.edits.filter(({ edit }) => edit.at > baselineAt(build.plan!)))
    const { mark, path, text, short } = headline(build.plan, newest?.edit ?? null)
    return {
      mark,
      path: printable(path),
      text: oneLine(text),
      short: oneLine(short),
      at: newest?.edit.at ?? build.plannedAt,
    }
  },
)

/** When the baseline was made: an edit before it says nothing about the plan. 0: that is not known, or long ago. */
const baselineAt = ({ baseline: { recordedAt } }: Plan): number =>
  recordedAt === undefined ? 0 : Date.parse(recordedAt)

/** Of the files saved at the same moment the one with the worst verdict; of equals the last. */
function editToShow(edits: readonly DescribedEdit[]): DescribedEdit | undefined {
  const together = edits.filter(({ edit }) => edit.at === edits[0]?.edit.at)
  return together.toSorted((a, b) => weights[b.edit.verdict.kind] - weights[a.edit.verdict.kind])[0]
}

const weights = { broken: 2, busts: 1, unaffected: 0 } as const

function imageHeadline({ reference, details }: WorkbenchState['image']): Headline {
  const shown = valueOf(details)
  if (details.status === 'failed')
    return described('fails', '', `${details.failure.summary}: ${details.failure.nextStep}`)
  if (shown !== null)
    return described(
      'blank',
      showReference(shown.reference),
      `${countOf(shown.layers.length, 'layer')}, ${shown.platform}`,
    )
  return reference === null
    ? described('blank', '', 'No image chosen')
    : described('checking', '', `Loading ${showReference(reference)} …`)
}

/** What does not change with the clock. */
function described(mark: MarkName, path: string, text: string): Headline {
  const harmless = oneLine(text)
  return { mark, path: printable(path), text: harmless, short: harmless, at: null }
}
