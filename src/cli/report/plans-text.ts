import { headline } from '../../messages/headline.ts'
import { type MarkName, marks } from '../../messages/names/mark.ts'
import type { DockerfilePlan } from '../../sources/files/dockerfiles/read-plans.ts'
import { cellWidth } from '../../text/cells.ts'
import { fitEnd, fitMiddle, padEnd } from '../../text/fit.ts'
import { printable } from '../../text/printable.ts'
import { type Line, span } from '../../workbench/display/line.ts'
import { paintLine } from './paint-line.ts'
import type { TextStyle } from './plan-text.ts'

/**
 * Plans of many Dockerfiles for people, a line each: the Dockerfile, its context, and what a build would re-run.
 *
 * @returns lines that fit, each ended by a newline
 */
export function plansText(plans: readonly DockerfilePlan[], style: TextStyle): string {
  const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => cellWidth(printable(text))))
  const dockerfile = Math.min(widest(plans.map((plan) => plan.dockerfile)), Math.floor(style.columns / 3))
  const context = Math.min(widest(plans.map((plan) => plan.context)), Math.floor(style.columns / 5))
  const room = Math.max(10, style.columns - dockerfile - context - 6)
  const lines = plans.map((plan): Line => {
    const { mark, text } = answerOf(plan)
    const { glyph, ascii, role } = marks[mark]
    return [
      span(`${style.unicode ? glyph : ascii} `, role),
      span(padEnd(fitMiddle(printable(plan.dockerfile), dockerfile), dockerfile)),
      span(`  ${padEnd(fitMiddle(printable(plan.context), context), context)}  `, 'faint'),
      span(fitEnd(printable(text), room), role === 'good' ? 'faint' : 'plain'),
    ]
  })
  return lines.map((line) => `${paintLine(line, style)}\n`).join('')
}

function answerOf({ result }: DockerfilePlan): { readonly mark: MarkName; readonly text: string } {
  switch (result.kind) {
    case 'planned':
      return headline(result.plan, null)
    case 'problem': {
      const { file, line, message } = result.problem
      return { mark: 'fails', text: `${file}:${line}: ${message}` }
    }
    case 'failure':
      return { mark: 'fails', text: result.failure.summary }
  }
}
