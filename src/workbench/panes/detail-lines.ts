import type { Plan, PlanStep } from '../../cache/model/plan/plan.ts'
import type { Image } from '../../image/model/image.ts'
import { memoize } from '../../memo/memoize.ts'
import { explainMetadata } from '../../messages/causes/explain-metadata.ts'
import { explainStep } from '../../messages/explain-step.ts'
import { markOf } from '../../messages/names/mark.ts'
import { cellWidth } from '../../text/cells.ts'
import { fitMiddle, padEnd } from '../../text/fit.ts'
import { countOf } from '../../text/format-count.ts'
import { formatSize } from '../../text/format-size.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { wrapWords } from '../../text/wrap.ts'
import { markSpan } from '../display/glyphs.ts'
import { type Line, span, type Tone } from '../display/line.ts'
import { chosenLayer } from '../rows/chosen-layer.ts'
import type { LayerRow } from '../rows/layer-rows.ts'
import { planRows } from '../rows/plan-rows.ts'
import { shownLayers } from '../rows/shown-layers.ts'
import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'

/** All rows of the detail pane, for what is chosen in the plan or among the layers. */
export function detailLines(state: WorkbenchState, width: number): readonly Line[] {
  const { build, image, view } = state
  const inside = Math.max(1, width - 2)
  if (view.detail === 'layer') {
    const shown = valueOf(image.details)
    return shown === null
      ? []
      : layerDetail({ image: shown, rows: shownLayers(state), layer: chosenLayer(state), width: inside })
  }
  return build.plan === null ? [] : rowDetail({ plan: build.plan, id: view.cursors.plan.id, width: inside })
}

type RowInputs = { readonly plan: Plan; readonly id: string | null; readonly width: number }

const rowDetail = memoize(({ plan, id, width }: RowInputs): readonly Line[] => {
  const step = plan.steps.find((candidate) => candidate.id === id)
  if (step !== undefined) return stepDetail(step, plan, width)
  const row = planRows({ plan, filter: '' }).find((candidate) => candidate.id === id)
  if (row?.kind !== 'metadata') return []
  return [
    ...paragraph(explainMetadata(row.row), width),
    [],
    heading('Instruction'),
    ...row.row.text.split('\n').flatMap((line) => paragraph(oneLine(line), width)),
  ]
})

/** Why in one sentence; the files; what re-runs with it; the whole instruction; its name in a build; its cache key. */
function stepDetail(step: PlanStep, plan: Plan, width: number): readonly Line[] {
  const { why, files, falls, fallCount, instruction, keyedBy } = explainStep(step, plan)
  const mark = markOf(step)
  const [firstWhy = '', ...moreWhy] = wrapWords(oneLine(why), width - 2)
  const longest = Math.max(0, ...files.map(({ text }) => cellWidth(printable(text))))
  const nameWidth = Math.max(8, Math.min(longest + 1, width - 26))
  return [
    [span(' '), markSpan(mark), span(` ${firstWhy}`, 'plain', { bold: mark === 'busted' || mark === 'fails' })],
    ...moreWhy.map((line): Line => [span(`   ${line}`, 'plain', { bold: mark === 'busted' || mark === 'fails' })]),
    ...section(
      files.length === 0 ? null : 'Files',
      files.map(({ text, change }) => {
        const path = fitMiddle(printable(text), nameWidth)
        return [span(`  ${padEnd(path, nameWidth)} `), span(oneLine(change), 'faint')]
      }),
    ),
    ...section(
      falls.length === 0 ? null : `Re-runs with it: ${fallCount}`,
      falls.map(({ text, mark: fallen }) => [span('  '), markSpan(fallen), span(` ${oneLine(text)}`)]),
    ),
    ...section(
      step.line === 0
        ? 'Instruction, from ONBUILD of the base image'
        : `Instruction, ${step.endLine > step.line ? `lines ${step.line}–${step.endLine}` : `line ${step.line}`}`,
      instruction.flatMap((line) => paragraph(oneLine(line), width)),
    ),
    ...section('In docker build’s output', paragraph(printable(step.vertex), width, 'faint')),
    ...section('Cache', paragraph(oneLine(keyedBy), width, 'faint')),
  ]
}

type LayerInputs = {
  readonly image: Image
  readonly rows: readonly LayerRow[]
  readonly layer: number
  readonly width: number
}

const layerDetail = memoize(({ image, rows, layer, width }: LayerInputs): readonly Line[] => {
  const summary = image.layers[layer]
  if (summary === undefined) return []
  const row = rows.find((candidate) => candidate.kind === 'layer' && candidate.layer === layer)
  const origin = row?.kind === 'layer' && row.origin !== '' ? ` · ${row.origin}` : ''
  const part = image.size === 0 ? 0 : Math.round((summary.size / image.size) * 100)
  return [
    [
      span(` Layer ${layer + 1} of ${image.layers.length}`, 'plain', { bold: true }),
      span(`  ${formatSize(summary.size)}, ${part} % of the image${origin}`, 'faint'),
    ],
    ...section('Command', paragraph(oneLine(summary.command), width)),
    ...section(
      'Identity',
      factLines(
        [
          ['diff ID', summary.diffId],
          ['made', summary.createdAt ?? ''],
        ],
        width,
      ),
    ),
    ...section('Image', imageDetail(image, width)),
  ]
})

function imageDetail(image: Image, width: number): readonly Line[] {
  const { config } = image
  const facts: readonly NamedValue[] = [
    ['tags', image.tags.join(', ')],
    ['id', image.id],
    ['platform', image.platform],
    ['made', image.createdAt ?? ''],
    ['size', `${formatSize(image.size)} in ${countOf(image.layers.length, 'layer')}`],
    ['user', config.user],
    ['workdir', config.workdir],
    ['entrypoint', config.entrypoint.join(' ')],
    ['command', config.command.join(' ')],
    ...config.env.map((variable): NamedValue => ['env', variable]),
  ]
  return factLines(facts, width)
}

type NamedValue = readonly [name: string, value: string]

/** Names in one column, values in the next; what is not known is left out. */
function factLines(facts: readonly NamedValue[], width: number): readonly Line[] {
  return facts
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) => {
      const [first = '', ...more] = wrapWords(oneLine(value), Math.max(1, width - 13))
      return [
        [span(`  ${name.padEnd(11)}`, 'faint'), span(first)],
        ...more.map((line): Line => [span(`${' '.repeat(13)}${line}`)]),
      ] as Line[]
    })
}

function section(title: string | null, lines: readonly Line[]): readonly Line[] {
  return title === null ? [] : [[], heading(title), ...lines]
}

function heading(title: string): Line {
  return [span(` ${title}`, 'accent', { bold: true })]
}

function paragraph(text: string, width: number, tone: Tone = 'plain'): readonly Line[] {
  return wrapWords(text, width - 2).map((line) => [span(`  ${line}`, tone)])
}
