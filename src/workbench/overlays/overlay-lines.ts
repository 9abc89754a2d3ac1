import { fitEnd, padEnd, padStart } from '../../text/fit.ts'
import { countOf } from '../../text/format-count.ts'
import { formatSize } from '../../text/format-size.ts'
import { formatAge } from '../../text/format-time.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { cursorSpan } from '../display/glyphs.ts'
import { fitLine, type Line, span, spread } from '../display/line.ts'
import { showReference } from '../display/show-reference.ts'
import { imageChoices } from '../rows/image-list-rows.ts'
import { noticesInFull } from '../rows/notice-lines.ts'
import { noticesOf } from '../rows/notices.ts'
import { wasteSummary } from '../rows/waste-rows.ts'
import { valueOf } from '../state/loaded.ts'
import type { Overlay, WorkbenchState } from '../state/state.ts'
import { fileContentLines } from './file-content-lines.ts'
import { helpLines } from './help-lines.ts'
import { helpRows } from './help-rows.ts'

/** How many rows an overlay that scrolls has in this width. */
export function overlayLineCount(
  state: WorkbenchState,
  overlay: Extract<Overlay, { kind: 'file' | 'notices' }>,
  width: number,
): number {
  switch (overlay.kind) {
    case 'notices':
      return noticesInFull({ notices: noticesOf(state), width }).length
    case 'file':
      return fileContentLines(overlay.file).length
  }
}

export function overlayTitle(
  state: WorkbenchState,
  overlay: Overlay,
): { readonly title: string; readonly status: string } {
  switch (overlay.kind) {
    case 'help':
      return { title: helpTitle(overlay.query), status: 'type to search, enter runs' }
    case 'notices':
      return { title: 'Notices', status: 'each disappears once fixed' }
    case 'waste':
      return { title: 'Waste', status: state.image.reference === null ? '' : showReference(state.image.reference) }
    case 'images': {
      const images = valueOf(state.image.list)
      const count = images === null ? '' : countOf(images.length, 'image')
      return overlay.query === ''
        ? { title: 'Choose an image', status: count === '' ? '' : `${count}, type to filter` }
        : { title: `Choose an image: ${printable(overlay.query)}`, status: count }
    }
    case 'file': {
      const { file } = overlay
      const read = valueOf(file.bytes)
      const part = read !== null && read.length < file.size ? `first ${formatSize(read.length)} of ` : ''
      return { title: `/${printable(file.path)}`, status: `${part}${formatSize(file.size)}` }
    }
  }
}

/** The lines of the help as they are searched now. */
export const helpLinesOf = (
  { view }: WorkbenchState,
  { query, cursor }: Extract<Overlay, { kind: 'help' }>,
  width: number,
) => helpLines({ rows: helpRows({ focus: view.focus, query }), chosen: cursor.id, width })

const helpTitle = (query: string): string => (query === '' ? 'Keys and marks' : `Keys and marks: ${query}`)

/** The visible rows of what covers the panes. */
export function overlayLines(state: WorkbenchState, overlay: Overlay, width: number, height: number): readonly Line[] {
  switch (overlay.kind) {
    case 'help':
      return helpLinesOf(state, overlay, width)
        .slice(overlay.top, overlay.top + height)
        .map(({ line }) => fitLine(line, width))
    case 'file': {
      const lines = fileContentLines(overlay.file).slice(overlay.top, overlay.top + height)
      return lines.map((line) => fitLine(line, width))
    }
    case 'notices':
      return noticesInFull({ notices: noticesOf(state), width }).slice(overlay.top, overlay.top + height)
    case 'waste':
      return wasteSummary(state, width)
    case 'images':
      return imageLines(state, overlay, width, height)
  }
}

function imageLines(
  state: WorkbenchState,
  overlay: Extract<Overlay, { kind: 'images' }>,
  width: number,
  height: number,
): readonly Line[] {
  const { list } = state.image
  const rows = imageChoices({ images: valueOf(list), query: overlay.query })
  if (rows.length === 0) {
    const why = overlay.query === '' ? whyNoRows(list) : `No image name contains “${overlay.query}” (esc clears it)`
    return [fitLine([span(` ${oneLine(why)}`, 'faint')], width)]
  }
  return rows.slice(overlay.top, overlay.top + height).map((row) => {
    const age = formatAge(state.now - row.image.createdAt * 1000)
    const { reference } = state.image
    const isNamed = reference?.kind === 'engine' && row.image.tags.includes(reference.name)
    const isShown = isNamed || row.id === valueOf(state.image.details)?.id
    const right: Line = [
      ...(width >= 60
        ? [span(row.image.containers > 0 ? `  ${countOf(row.image.containers, 'container')}` : '', 'faint')]
        : []),
      span(padStart(formatSize(row.image.size), 10)),
      span(width >= 44 ? `  ${padEnd(age, 12)}` : '', 'faint'),
    ]
    const left: Line = [
      cursorSpan({ isChosen: row.id === overlay.cursor.id, isFocused: true }),
      span(isShown ? '● ' : '  ', 'accent'),
      span(fitEnd(row.name, width), row.image.tags.length === 0 ? 'faint' : 'plain', { bold: isShown }),
    ]
    return fitLine(spread(left, right, width), width)
  })
}

function whyNoRows(list: WorkbenchState['image']['list']): string {
  switch (list.status) {
    case 'failed':
      return `${list.failure.summary}: ${list.failure.nextStep}`
    case 'absent':
    case 'loading':
      return 'Asking the Docker engine …'
    case 'ready':
      return 'The Docker engine has no images yet (docker pull, docker build)'
  }
}
