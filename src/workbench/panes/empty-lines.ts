import { unreadableLayers } from '../../image/model/image-warning.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { wrapWords } from '../../text/wrap.ts'
import { type Line, span } from '../display/line.ts'
import { showReference } from '../display/show-reference.ts'
import { chosenLayer } from '../rows/chosen-layer.ts'
import { valueOf } from '../state/loaded.ts'
import type { ListPane, PaneName } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'

/** What stands in a pane without rows: what it is for, and what fills it. */
export function emptyLines(state: WorkbenchState, pane: PaneName, width: number): readonly Line[] {
  return sentences(state, pane).flatMap((text) =>
    wrapWords(oneLine(text), Math.max(1, width - 3)).map((line): Line => [span(`  ${line}`, 'faint')]),
  )
}

function sentences(state: WorkbenchState, pane: PaneName): readonly string[] {
  if (pane !== 'detail' && state.view.filters[pane] !== '' && hasRows(state, pane))
    return [`No row contains “${printable(state.view.filters[pane])}”. esc clears the filter.`]
  switch (pane) {
    case 'plan':
      return planSentences(state)
    case 'edits':
      return ['No saves yet. Change a file, and its verdict appears here.']
    case 'layers':
      return layerSentences(state)
    case 'files':
      return fileSentences(state)
    case 'detail':
      return ['Nothing selected.']
  }
}

/** Whether there is anything that a filter could leave out. */
function hasRows({ build, image }: WorkbenchState, pane: ListPane): boolean {
  switch (pane) {
    case 'plan':
      return build.plan !== null
    case 'edits':
      return build.edits.length > 0
    case 'layers':
      return valueOf(image.details) !== null
    case 'files':
      return valueOf(image.files) !== null
  }
}

function planSentences({ build }: WorkbenchState): readonly string[] {
  if (build.failure !== null) return [build.failure.detail, build.failure.nextStep].filter((text) => text !== '')
  if (build.problem !== null && build.otherDockerfiles.length > 0)
    return ['Dockerfiles below it, each with the context that its COPY lines fit:', '', ...build.otherDockerfiles]
  if (build.problem !== null) return ['No plan: a build stops with the error above. The plan appears once it is fixed.']
  return ['The steps of a build appear here.']
}

function layerSentences({ image, engine }: WorkbenchState): readonly string[] {
  const { details } = image
  if (details.status === 'failed' && image.reference !== null)
    return [`Cannot show ${showReference(image.reference)}: ${details.failure.summary}.`, details.failure.nextStep]
  if (image.reference !== null) return [`Loading ${showReference(image.reference)} …`]
  if (engine.status === 'away') return [`No image: ${engine.failure.summary}.`, engine.failure.nextStep]
  return ['No image yet. i chooses one; --image names one at start.']
}

function fileSentences(state: WorkbenchState): readonly string[] {
  const { image } = state
  if (image.files.status === 'failed') return [image.files.failure.summary, image.files.failure.nextStep]
  if (valueOf(image.details) === null) return layerSentences(state)
  if (image.progress !== null || image.files.status === 'loading') return ['Reading the image’s files …']
  const unreadable = unreadableLayers(valueOf(image.details)).get(chosenLayer(state))
  if (unreadable !== undefined) return [`${unreadable.why}: ${unreadable.detail}.`, 'The other layers are shown.']
  return ['No files in this layer.']
}
