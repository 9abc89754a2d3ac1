import { labelBaseline } from '../../session/baselines/baseline-table.ts'
import { cellWidth } from '../../text/cells.ts'
import { fitMiddle } from '../../text/fit.ts'
import { countOf, formatCount } from '../../text/format-count.ts'
import { formatSize } from '../../text/format-size.ts'
import { formatAge, formatHourMinute } from '../../text/format-time.ts'
import { printable } from '../../text/printable.ts'
import { fitLine, type Line, lineWidth, span, spread, type Tone } from '../display/line.ts'
import { showReference } from '../display/show-reference.ts'
import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'

/** A fact in the header: in full, and in the few words that do where there is less room. */
type HeaderPart = { readonly full: string; readonly short: string; readonly tone: Tone }

/** What the screen is about: what is watched, against what, by which rules, and which engine and image. */
export function headerLine(state: WorkbenchState, width: number): Line {
  const subject = subjectSpans(state, Math.max(12, width < 60 ? width - 16 : Math.floor(width / 2) - 4))
  // In the order in which they are worth their room; shown in the same order, but for what is under way.
  const facts = [
    progressFact(state),
    baselineFact(state),
    filesFact(state),
    engineFact(state),
    rulesFact(state),
  ].filter((fact) => fact !== null)
  const room = width - lineWidth(subject) - 3
  const brand = ' layertui '
  const full = facts.map(({ full: text, tone }) => ({ text, tone }))
  const isRoomy = totalWidth(full) + cellWidth(brand) <= room
  const shown = isRoomy ? full : whatFits(facts, room)
  const left: Line = [
    ...(totalWidth(shown) + cellWidth(brand) <= room ? [span(brand, 'accent', { bold: true })] : []),
    span(' '),
    ...subject,
  ]
  const right = shown.flatMap(({ text, tone }): Line => [span('  '), span(text, tone)])
  return fitLine(spread(left, [...right, span(' ')], width), width)
}

type Shown = { readonly text: string; readonly tone: Tone }

function whatFits(facts: readonly HeaderPart[], room: number): readonly Shown[] {
  let left = room
  return facts.flatMap(({ short, tone }) => {
    const needed = cellWidth(short) + 2
    if (needed > left) return []
    left -= needed
    return [{ text: short, tone }]
  })
}

function totalWidth(facts: readonly Shown[]): number {
  return facts.reduce((sum, { text }) => sum + cellWidth(text) + 2, 0)
}

function subjectSpans({ subject, build, image }: WorkbenchState, room: number): Line {
  if (subject.build === null)
    return [
      span(fitMiddle(image.reference === null ? 'no image' : showReference(image.reference), room), 'plain', {
        bold: true,
      }),
    ]
  const { contextName, dockerfileName, target } = subject.build
  const stage = build.plan?.target ?? target
  const name = fitMiddle(contextName, Math.floor(room / 2))
  const file = printable(build.plan?.dockerfile ?? dockerfileName)
  const suffix = stage === null ? '' : `:${printable(stage)}`
  const fileRoom = Math.max(6, room - cellWidth(name) - cellWidth(suffix) - 2)
  return [span(name, 'plain', { bold: true }), span(`  ${fitMiddle(file, fileRoom)}${suffix}`)]
}

function same(text: string, tone: Tone = 'faint'): HeaderPart {
  return { full: text, short: text, tone }
}

function progressFact({ build, image }: WorkbenchState): HeaderPart | null {
  const { progress } = build
  if (progress !== null) {
    const counted = amount(progress.done, progress.total)
    return same(progress.phase === 'walking' ? `${counted} files found` : `hashing ${counted}`, 'plain')
  }
  if (image.progress === null) return null
  const { phase, done, total } = image.progress
  const share = total !== null ? percent(done, total) : done > 0 ? formatSize(done) : '…'
  return same(`${printable(phase)} ${share}`, 'plain')
}

function amount(done: number, total: number | null): string {
  return total === null || total === 0 ? formatCount(done) : `${formatCount(done)}/${formatCount(total)}`
}

function percent(done: number, total: number): string {
  return `${total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))} %`
}

/** What the plan is compared with, and how old that is. */
function baselineFact({ build, subject, now }: WorkbenchState): HeaderPart | null {
  if (subject.build === null) return null
  const shown = build.plan?.baseline ?? { kind: subject.build.baselineKind, ref: null }
  if (build.rebasedAt !== null) {
    const since = `since ${formatHourMinute(build.rebasedAt)}`
    return { full: `${since}, ${formatAge(now - build.rebasedAt)}`, short: since, tone: 'faint' }
  }
  const { text, name, recordedAt } = labelBaseline(shown)
  if (name === null) return same(text)
  const printed = printable(name)
  const age = recordedAt === null ? '' : `, ${formatAge(now - Date.parse(recordedAt))}`
  return { full: `${text} ${printed}${age}`, short: `${text} ${fitMiddle(printed, 16)}`, tone: 'faint' }
}

function filesFact({ build }: WorkbenchState): HeaderPart | null {
  if (build.watch === null) return null
  const { files, mode } = build.watch
  const how = mode === 'events' ? '' : mode === 'polling' ? ', polling' : ', not watched'
  return same(`${countOf(files, 'file')}${how}`, mode === 'events' ? 'faint' : 'plain')
}

function engineFact({ engine, image }: WorkbenchState): HeaderPart | null {
  switch (engine.status) {
    case 'unasked':
      return null
    case 'connected': {
      const short = `docker ${printable(engine.engine.version)}`
      const shown = valueOf(image.details)?.reference
      return {
        full: `${short}, ${shown === undefined ? 'no image' : fitMiddle(showReference(shown), 24)}`,
        short,
        tone: 'faint',
      }
    }
    case 'away':
      return same('no engine', 'plain')
  }
}

/** Whose behaviour is predicted. */
function rulesFact({ build }: WorkbenchState): HeaderPart | null {
  if (build.plan === null) return null
  const { builder, frontend, daemon, insteadOf } = build.plan.rules
  if (builder === 'legacy') return same('classic builder')
  const rules = printable(daemon)
  const version = insteadOf === undefined ? rules : `${printable(insteadOf)} (rules of ${rules})`
  return {
    full: `BuildKit ${version} ${builder}, front end ${printable(frontend)}`,
    short: `BuildKit ${version} ${builder}`,
    tone: 'faint',
  }
}
