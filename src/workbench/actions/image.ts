import type { ImageReference } from '../../image/model/image-reference.ts'
import type { Effect, Transition } from '../state/effect.ts'
import { stay } from '../state/effect.ts'
import { absent, reloading } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withImage, withOverlay, withView } from '../state/with-view.ts'

/** Shows another image. */
export function chooseImage(state: WorkbenchState, reference: ImageReference): Transition {
  const view = withView(state, {
    cursors: {
      ...state.view.cursors,
      layers: { id: null, index: 0 },
      files: { id: null, index: 0 },
    },
  })
  return {
    state: withImage(view, {
      reference,
      details: { status: 'loading', previous: null },
      files: absent,
      progress: null,
    }),
    effects: [{ type: 'image.open', reference }],
  }
}

/** Opens the list of the engine's images and asks for it anew. */
export function openImageList(state: WorkbenchState): Transition {
  const { details, list } = state.image
  const shown = details.status === 'ready' ? details.value.id : null
  const opened = withOverlay(state, { kind: 'images', query: '', cursor: { id: shown, index: 0 }, top: 0 })
  return {
    state: withImage(opened, { list: reloading(list) }),
    effects: [{ type: 'image.list' }],
  }
}

/** Why there is no image list, or null. */
export function whyNoImages({ engine }: WorkbenchState): string | null {
  switch (engine.status) {
    case 'connected':
      return null
    case 'unasked':
      return 'Still looking for a Docker engine'
    case 'away':
      return `No engine: ${engine.failure.nextStep}`
  }
}

/** Asks again for the image that is shown. */
export function reloadImage(state: WorkbenchState): Transition {
  const { reference, details } = state.image
  if (reference === null) return stay(state)
  return {
    state: withImage(state, { details: reloading(details) }),
    effects: [{ type: 'image.open', reference }],
  }
}

export function whyNoReload({ image }: WorkbenchState): string | null {
  return image.reference === null ? 'No image shown (i chooses one)' : null
}

/** What reads the files of the image, if they are not read or under way; reading takes a while, so only when in sight. */
export function readFilesEffect({ image }: WorkbenchState): Effect | null {
  if (image.details.status !== 'ready') return null
  const { files } = image
  const isKnown = files.status === 'ready' && files.value.imageId === image.details.value.id
  return isKnown || files.status === 'loading' || files.status === 'failed'
    ? null
    : { type: 'image.read', image: image.details.value }
}
