import { cellWidth } from '../text/cells.ts'
import { fitMiddle } from '../text/fit.ts'
import { countOf, formatCount } from '../text/format-count.ts'
import { formatSize } from '../text/format-size.ts'
import { formatAge, formatHourMinute } from '../text/format-time.ts'
import { printable } from '../text/printable.ts'
import { fitLine, type Line, lineWidth, type Span, span, spread } from './line.ts'
import { valueOf } from './loaded.ts'
import type { WorkbenchState } from './state.ts'

/** What the screen is about: what is watched, against what, by which rules, and which image. */
export function headerLine(state: WorkbenchState, width: number): Line {
  const left: Line = [span(' layertui', 'accent', { bold: true }), ...subjectSpans(state, width)]
  // In the order in which they give way when there is no room.
  const facts = [progressSpan(state), baselineSpan(state), filesSpan(state), engineSpan(state), rulesSpan(state)]
  const right: Span[] = []
  let room = width - lineWidth(left) - 2
  for (const fact of facts) {
    if (fact === null) continue
    const needed = cellWidth(fact.text) + 2
    if (needed > room) continue
    right.push(span('  '), fact)
    room -= needed
  }
  return fitLine(spread(left, [...right, span(' ')], width), width)
}

function subjectSpans({ subject, build, image }: WorkbenchState, width: number): Line {
  const room = Math.max(10, Math.floor(width / 2) - 10)
  if (subject.build === null)
    return [span(`  ${fitMiddle(printable(image.ref ?? 'no image'), room)}`, 'plain', { bold: true })]
  const { contextName, dockerfileName, target } = subject.build
  const stage = build.plan?.target ?? target
  const file = printable(build.plan?.dockerfile ?? dockerfileName)
  const name = fitMiddle(contextName, room)
  const rest = Math.max(12, room - cellWidth(name))
  return [
    span(`  ${name}`, 'plain', { bold: true }),
    span(`  ${fitMiddle(file, rest)}${stage === null || stage === undefined ? '' : `:${printable(stage)}`}`),
  ]
}

function progressSpan({ build, image }: WorkbenchState): Span | null {
  const { progress } = build
  if (progress !== null) {
    const verb = progress.phase === 'walking' ? 'looking at files' : 'hashing'
    return span(`${verb} ${amount(progress.done, progress.total)}`, 'info')
  }
  if (image.progress === null) return null
  const { phase, done, total } = image.progress
  return span(`${printable(phase)} ${total === null ? formatSize(done) : percent(done, total)}`, 'info')
}

function amount(done: number, total: number | null): string {
  return total === null || total === 0 ? formatCount(done) : `${formatCount(done)}/${formatCount(total)}`
}

function percent(done: number, total: number): string {
  return `${total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))} %`
}

/** What the plan is measured against, and how old that is. */
function baselineSpan({ build, subject, now }: WorkbenchState): Span | null {
  if (subject.build === null) return null
  const kind = build.rebasedAt !== null ? 'now' : (build.plan?.baseline.kind ?? subject.build.baselineKind)
  if (kind === 'none') return span('cold cache', 'faint')
  if (kind === 'now') {
    if (build.rebasedAt === null) return span('since start', 'faint')
    return span(`since ${formatHourMinute(build.rebasedAt)}, ${formatAge(now - build.rebasedAt)}`, 'faint')
  }
  const { ref, recordedAt } = build.plan?.baseline ?? { ref: null }
  const name = printable((ref ?? '').split('/').findLast((part) => part !== '') ?? kind)
  const age = recordedAt === undefined ? '' : `, ${formatAge(now - Date.parse(recordedAt))}`
  return span(`since ${name}${age}`, 'faint')
}

function filesSpan({ build }: WorkbenchState): Span | null {
  if (build.watch === null) return null
  const { files, mode } = build.watch
  const how = mode === 'events' ? '' : mode === 'polling' ? ', polling' : ', not watched'
  return span(`${countOf(files, 'file')}${how}`, mode === 'events' ? 'faint' : 'warn')
}

function engineSpan({ engine, image }: WorkbenchState): Span | null {
  const shown = valueOf(image.details)
  const about = shown === null ? '' : ` ${formatSize(shown.size)}`
  switch (engine.status) {
    case 'unasked':
      return null
    case 'connected':
      return span(`docker ${printable(engine.engine.version)}${about}`, 'faint')
    case 'away':
      return span('no engine', 'warn')
  }
}

function rulesSpan({ build }: WorkbenchState): Span | null {
  if (build.plan === null) return null
  const { builder, frontend, daemon } = build.plan.rules
  if (builder === 'legacy') return span('legacy builder', 'faint')
  return span(`buildkit ${printable(daemon)} ${builder}, syntax ${printable(frontend)}`, 'faint')
}
