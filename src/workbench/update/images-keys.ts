import { editText } from '../actions/edit-text.ts'
import { stay, type Transition } from '../state/effect.ts'
import type { Overlay, WorkbenchState } from '../state/state.ts'
import { withOverlay } from '../state/with-view.ts'

type Images = Extract<Overlay, { kind: 'images' }>

/**
 * A key while an image is chosen: letters filter the list.
 *
 * @returns null for a key that the commands know here: arrows, enter, escape without a filter
 */
export function pressImagesKey(state: WorkbenchState, images: Images, key: string): Transition | null {
  if (key === 'escape') return images.query === '' ? null : stay(filterImages(state, images, ''))
  const query = editText(images.query, key)
  return query === null ? null : stay(filterImages(state, images, query))
}

export const filterImages = (state: WorkbenchState, images: Images, query: string): WorkbenchState =>
  withOverlay(state, { ...images, query, top: 0 })
