import { withReadSizes } from '../../image/analysis/read-sizes.ts'
import type { Image } from '../../image/model/image.ts'
import { isSameReference } from '../../image/model/image-reference.ts'
import { unreadableLayers } from '../../image/model/image-warning.ts'
import type { StoredFile } from '../../image/tree/stored-file.ts'
import { chooseImage } from '../actions/image.ts'
import { stay, type Transition } from '../state/effect.ts'
import type { ImageEvent } from '../state/event.ts'
import { guessImage } from '../state/guess-image.ts'
import { absent, failedWith, type Loaded, valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withBuild, withImage, withOverlay } from '../state/with-view.ts'

/** Takes in what is told about the image. An answer to a question that no longer stands is dropped. */
export function updateImage(state: WorkbenchState, event: ImageEvent): Transition {
  const { image } = state
  switch (event.type) {
    case 'opened':
      if (!isSameReference(event.reference, image.reference)) return stay(state)
      return stay(withImage(state, takeOpened(image, event.image)))
    case 'open-failed':
      if (!isSameReference(event.reference, image.reference)) return stay(state)
      return stay(withImage(state, { details: failedWith(image.details, event.failure) }))
    case 'reading':
      if (!isAbout(state, event)) return stay(state)
      return stay(withImage(state, { progress: event.progress }))
    case 'layer-read': {
      if (!isAbout(state, event)) return stay(state)
      const files = { imageId: event.imageId, tree: event.tree, waste: null }
      return stay(withImage(state, { files: { status: 'loading', previous: files } }))
    }
    case 'read':
      if (!isAbout(state, event)) return stay(state)
      return stay(
        withImage(state, {
          details: withFindings(image.details, event),
          files: { status: 'ready', value: { imageId: event.imageId, tree: event.tree, waste: event.waste } },
          progress: null,
        }),
      )
    case 'read-failed':
      if (!isAbout(state, event)) return stay(state)
      return stay(withImage(state, { files: failedWith(image.files, event.failure), progress: null }))
    case 'listed': {
      const listed = withImage(state, { list: { status: 'ready', value: event.images } })
      const guess = wantsGuess(state) ? guessImage(event.images, state.subject.build?.contextName ?? '') : null
      return guess === null ? stay(listed) : chooseImage(listed, { kind: 'engine', name: guess })
    }
    case 'list-failed':
      return stay(withImage(state, { list: failedWith(image.list, event.failure) }))
    case 'file-read':
      return stay(withFileBytes(state, event, { status: 'ready', value: event.bytes }))
    case 'file-failed':
      return stay(withFileBytes(state, event, { status: 'failed', failure: event.failure, previous: null }))
    case 'bases-resolved':
      return {
        state: withBuild(state, { knownBases: event.images }),
        effects: [{ type: 'build.set-bases', images: event.images }],
      }
  }
}

/** Nobody named an image, and nobody is about to: the one that the context seems to build will do. */
export function wantsGuess({ subject, image, view }: WorkbenchState): boolean {
  return subject.build !== null && image.reference === null && view.overlay?.kind !== 'images'
}

function withFileBytes(
  state: WorkbenchState,
  answered: StoredFile,
  bytes: Extract<WorkbenchState['view']['overlay'], { kind: 'file' }>['file']['bytes'],
): WorkbenchState {
  const { overlay } = state.view
  if (overlay?.kind !== 'file') return state
  const { from } = overlay.file
  if (from.path !== answered.path || from.layer !== answered.layer) return state
  return withOverlay(state, { ...overlay, file: { ...overlay.file, bytes } })
}

/** Whether what was read is of the image that is shown. */
function isAbout({ image }: WorkbenchState, { imageId }: { readonly imageId: string }): boolean {
  return valueOf(image.details)?.id === imageId
}

/**
 * A second look at the same image keeps what reading it has found. Where that failed, or another image was read, it is a
 * new chance to read.
 */
function takeOpened(
  { details, files }: WorkbenchState['image'],
  opened: Image,
): Pick<WorkbenchState['image'], 'details' | 'files' | 'progress'> {
  const known = valueOf(details)
  const read = valueOf(files)
  const isSame = known?.id === opened.id
  const isWhole = isSame && files.status !== 'failed' && unreadableLayers(known).size === 0
  if (!isWhole || read?.imageId !== opened.id || read.waste === null) {
    const isReading = isSame && files.status === 'loading'
    return { details: { status: 'ready', value: opened }, files: isReading ? files : absent, progress: null }
  }
  const value = { ...withReadSizes(opened, read.tree), warnings: known.warnings }
  return { details: { status: 'ready', value }, files, progress: null }
}

function withFindings(details: Loaded<Image>, read: Extract<ImageEvent, { type: 'read' }>): Loaded<Image> {
  if (details.status !== 'ready' || details.value.id !== read.imageId) return details
  const image = withReadSizes(details.value, read.tree)
  return { status: 'ready', value: { ...image, warnings: [...image.warnings, ...read.warnings] } }
}
