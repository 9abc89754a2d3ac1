import { withReadSizes } from '../../image/analysis/read-sizes.ts'
import type { Image } from '../../image/model/image.ts'
import { chooseImage } from '../actions/image.ts'
import { type Step, stay } from '../state/effect.ts'
import type { ImageEvent } from '../state/event.ts'
import { guessImage } from '../state/guess-image.ts'
import { absent, failedWith, type Loaded, valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withBuild, withImage, withOverlay } from '../state/with-view.ts'

/** Takes in what is told about the image. An answer to a question that no longer stands is dropped. */
export function updateImage(state: WorkbenchState, event: ImageEvent): Step {
  const { image } = state
  switch (event.type) {
    case 'image.inspected':
      if (event.ref !== image.ref) return stay(state)
      return stay(
        withImage(state, {
          details: withKnownSizes(event.image, image.files),
          // A new look at the image is a new chance to read it.
          files: image.files.status === 'failed' ? absent : image.files,
        }),
      )
    case 'image.inspect-failed':
      if (event.ref !== image.ref) return stay(state)
      return stay(withImage(state, { details: failedWith(image.details, event.failure) }))
    case 'image.reading':
      return stay(withImage(state, { progress: event.progress }))
    case 'image.read':
      return stay(
        withImage(state, {
          details: withSizes(image.details, event),
          files: { status: 'ready', value: { imageId: event.imageId, tree: event.tree, waste: event.waste } },
          progress: null,
        }),
      )
    case 'image.read-failed':
      return stay(withImage(state, { files: failedWith(image.files, event.failure), progress: null }))
    case 'image.listed': {
      const listed = withImage(state, { list: { status: 'ready', value: event.images } })
      const guess = wantsGuess(state) ? guessImage(event.images, state.subject.build?.contextName ?? '') : null
      return guess === null ? stay(listed) : chooseImage(listed, guess)
    }
    case 'image.list-failed':
      return stay(withImage(state, { list: failedWith(image.list, event.failure) }))
    case 'image.file-read':
      return stay(withFileBytes(state, event, { status: 'ready', value: event.bytes }))
    case 'image.file-failed':
      return stay(withFileBytes(state, event, { status: 'failed', failure: event.failure, previous: null }))
    case 'image.bases-resolved':
      return {
        state: withBuild(state, { knownBases: event.images }),
        effects: [{ type: 'build.set-bases', images: event.images }],
      }
  }
}

/** Nobody named an image, and nobody is about to: the one that the context seems to build will do. */
export function wantsGuess({ subject, image, view }: WorkbenchState): boolean {
  return subject.build !== null && image.ref === null && view.overlay?.kind !== 'images'
}

function withFileBytes(
  state: WorkbenchState,
  answered: { readonly path: string; readonly layer: number },
  bytes: Extract<WorkbenchState['view']['overlay'], { kind: 'file' }>['file']['bytes'],
): WorkbenchState {
  const { overlay } = state.view
  if (overlay?.kind !== 'file') return state
  if (overlay.file.path !== answered.path || overlay.file.layer !== answered.layer) return state
  return withOverlay(state, { ...overlay, file: { ...overlay.file, bytes } })
}

/** A second look at the same image keeps what reading it has told. */
function withKnownSizes(image: Image, files: WorkbenchState['image']['files']): Loaded<Image> {
  const known = valueOf(files)
  return { status: 'ready', value: known?.imageId === image.id ? withReadSizes(image, known.tree) : image }
}

function withSizes(details: Loaded<Image>, read: Extract<ImageEvent, { type: 'image.read' }>): Loaded<Image> {
  if (details.status !== 'ready' || details.value.id !== read.imageId) return details
  return { status: 'ready', value: withReadSizes(details.value, read.tree) }
}
