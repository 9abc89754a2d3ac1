import { pasteText } from '../actions/edit-text.ts'
import { pasteFilter, typeFilter } from '../actions/filter.ts'
import { readFilesEffect } from '../actions/image.ts'
import { clickAt, scrollAt } from '../actions/mouse.ts'
import { commandFor, commands } from '../commands/all-commands.ts'
import type { Command } from '../commands/command.ts'
import { showKey } from '../display/show-key.ts'
import { boxOf } from '../layout/geometry.ts'
import { type Effect, stay, type Transition } from '../state/effect.ts'
import type { WorkbenchEvent } from '../state/event.ts'
import { type KeyScope, keyScopeOf } from '../state/key-scope.ts'
import { reloading } from '../state/loaded.ts'
import { panes } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withImage, withMessage, withView } from '../state/with-view.ts'
import { pressHelpKey, searchFor } from './help-keys.ts'
import { filterImages, pressImagesKey } from './images-keys.ts'
import { settle } from './normalize-view.ts'
import { updateBuild } from './update-build.ts'
import { isFromEngine, updateEngine } from './update-engine.ts'
import { updateImage } from './update-image.ts'

/**
 * The whole program as one pure function: a fact comes in, the next state and the wishes that follow from it go out.
 *
 * @returns a state whose cursors stand on rows that exist, and effects for the runtime to perform
 */
export function update(state: WorkbenchState, event: WorkbenchEvent): Transition {
  const { state: next, effects } = react({ ...state, now: event.at }, event)
  return readFilesInSight(settle(next), effects)
}

function react(state: WorkbenchState, event: WorkbenchEvent): Transition {
  switch (event.type) {
    case 'workbench.opened':
      return { state, effects: openingEffects(state) }
    case 'build':
      return updateBuild(state, event.event)
    case 'engine':
      return updateEngine(state, event.event)
    case 'image':
      return updateImage(state, event.event)
    case 'key.pressed':
      return pressKey(withoutMessage(state), event.key)
    case 'text.pasted': {
      return stay(paste(state, event.text))
    }
    case 'mouse.clicked':
      return clickAt(withoutMessage(state), event.x, event.y)
    case 'mouse.scrolled':
      return stay(scrollAt(state, event.x, event.y, event.by))
    case 'screen.resized':
      return stay({ ...state, size: { columns: event.columns, rows: event.rows } })
    case 'highlight.expired':
      return stay(withView(state, { fresh: noSteps }))
    case 'editor.failed':
      return stay(withMessage(state, event.problem))
    case 'minute.passed':
      return stay(state)
  }
}

function paste(state: WorkbenchState, text: string): WorkbenchState {
  const { filtering, overlay } = state.view
  if (filtering !== null) return pasteFilter(state, filtering, text)
  if (overlay?.kind === 'help') return searchFor(state, overlay, pasteText(overlay.query, text))
  if (overlay?.kind === 'images') return filterImages(state, overlay, pasteText(overlay.query, text))
  return state
}

const noSteps: ReadonlySet<string> = new Set()

/** What is started once the first frame is on the screen. */
function openingEffects({ subject, image }: WorkbenchState): readonly Effect[] {
  const effects: Effect[] = []
  if (subject.build !== null) effects.push({ type: 'build.watch' })
  effects.push({ type: 'engine.follow' })
  // An archive needs no engine.
  if (image.reference !== null && !isFromEngine(image.reference)) {
    effects.push({ type: 'image.open', reference: image.reference })
  }
  return effects
}

function pressKey(state: WorkbenchState, key: string): Transition {
  const { filtering } = state.view
  if (filtering !== null) return stay(typeFilter(state, filtering, key))
  const { overlay } = state.view
  const typed =
    overlay?.kind === 'help'
      ? pressHelpKey(state, overlay, key)
      : overlay?.kind === 'images'
        ? pressImagesKey(state, overlay, key)
        : null
  if (typed !== null) return typed
  const place = keyScopeOf(state)
  const command = commandFor(key, place)
  if (command === null) return stay(withMessage(state, whyNothing(key, place)))
  const why = command.whyUnavailable?.(state) ?? null
  return why === null ? command.run(state) : stay(withMessage(state, why))
}

/** A key that means nothing here says where it does, or where to find those that do. */
function whyNothing(key: string, place: KeyScope): string {
  const elsewhere = commands.find(({ keys }) => keys.includes(key))
  if (elsewhere === undefined) return `${showKey(key)} does nothing here (? lists keys)`
  if (!(place in panes) && place !== 'detail') return 'Close this first: esc'
  return `${showKey(key)} (${elsewhere.hint ?? elsewhere.help}) works in ${placesInWords(elsewhere)}`
}

function placesInWords({ places }: Command): string {
  return places.map((place) => (place in panes ? titleOf(place as keyof typeof panes) : place)).join(' and ')
}

function titleOf(pane: keyof typeof panes): string {
  return `${panes[pane].digit} ${panes[pane].title}`
}

function withoutMessage(state: WorkbenchState): WorkbenchState {
  return state.view.message === null ? state : withView(state, { message: null })
}

/** Asks for the image's files as soon as their pane is in sight. */
function readFilesInSight(state: WorkbenchState, effects: readonly Effect[]): Transition {
  const box = boxOf(state, 'files')
  const read = box === null || box.inside.height === 0 ? null : readFilesEffect(state)
  if (read === null) return { state, effects }
  return {
    state: withImage(state, { files: reloading(state.image.files) }),
    effects: [...effects, read],
  }
}
