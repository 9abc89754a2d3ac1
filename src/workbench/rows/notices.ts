import type { Notice } from '../../diagnostics/notice.ts'
import type { ImageWarning } from '../../image/model/image-warning.ts'
import { memoize } from '../../memo/memoize.ts'
import { describeImageWarning } from '../../messages/describe-image-warning.ts'
import { warningLines } from '../../messages/explain-warning.ts'
import { cellWidth } from '../../text/cells.ts'
import { oneLine } from '../../text/printable.ts'
import { valueOf } from '../state/loaded.ts'
import { narrowBelow } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { problemPlace } from './problem-place.ts'

/** What is the matter now, most serious first: each line goes when its cause goes. */
export function noticesOf({ build, image, size }: WorkbenchState): readonly Notice[] {
  return collect({ build, image, columns: size.columns })
}

type Build = WorkbenchState['build']
type NoticeInputs = Pick<WorkbenchState, 'build' | 'image'> & { readonly columns: number }

const collect = memoize(({ build, image, columns }: NoticeInputs): readonly Notice[] => {
  const notices = troubles(build, columns)
    .filter((text) => text !== '')
    .map((text, place): Notice => ({ id: `trouble:${place}`, level: 'error', text }))
  notices.push(...build.notices)
  const warnings = build.plan === null ? [] : warningLines(build.plan)
  notices.push(...warnings.map((text, place): Notice => ({ id: `warning:${place}`, level: 'warn', text })))
  if (image.details.status === 'failed' && image.reference !== null && image.details.previous !== null) {
    const { summary, nextStep } = image.details.failure
    notices.push({ id: 'image', level: 'warn', text: nextStep === '' ? summary : `${summary}: ${nextStep}` })
  }
  for (const [place, warning] of (valueOf(image.details)?.warnings ?? []).entries()) {
    notices.push({ id: `image:${place}`, level: levelOf(warning), text: describeImageWarning(warning) })
  }
  return notices.toSorted((a, b) => weight[b.level] - weight[a.level])
})

function levelOf({ kind }: ImageWarning): Notice['level'] {
  return kind === 'unreadable-layer' || kind === 'other-diff-id' ? 'warn' : 'info'
}

/** What the headline says goes without saying, unless it had to cut it; then what to do. */
function troubles({ problem, failure }: Build, columns: number): string[] {
  if (failure !== null) return [cutInHeadline('', failure.summary, columns), failure.nextStep]
  if (problem === null) return []
  return [cutInHeadline(problemPlace(problem), problem.message, columns), problem.hint ?? '']
}

function cutInHeadline(place: string, message: string, columns: number): string {
  const said = oneLine(message)
  const room = columns - (place === '' ? 3 : 5 + cellWidth(place))
  const isWhole = columns < narrowBelow ? cellWidth(said) <= columns - 4 : cellWidth(said) <= room
  if (isWhole) return ''
  return place === '' ? said : `${place}: ${said}`
}

const weight = { error: 2, warn: 1, info: 0 } as const
