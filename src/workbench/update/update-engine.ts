import type { ImageReference } from '../../image/model/image-reference.ts'
import type { EngineEvent } from '../../session/engine-event.ts'
import type { Effect, Transition } from '../state/effect.ts'
import { failedWith, reloading } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withImage } from '../state/with-view.ts'
import { wantsGuess } from './update-image.ts'

/** Takes in that the engine came, went, or has other images. */
export function updateEngine(state: WorkbenchState, event: EngineEvent): Transition {
  switch (event.type) {
    case 'engine.connected': {
      const known: WorkbenchState = { ...state, engine: { status: 'connected', engine: event.engine } }
      return {
        state: known,
        effects: [
          ...(state.subject.build === null ? [] : [{ type: 'build.set-engine', engine: event.engine } as const]),
          ...askBases(known),
          ...askGuess(known),
          ...(isFromEngine(state.image.reference)
            ? [{ type: 'image.open', reference: state.image.reference } as const]
            : []),
        ],
      }
    }
    case 'engine.away': {
      const away: WorkbenchState = { ...state, engine: { status: 'away', failure: event.failure } }
      const lost = isFromEngine(state.image.reference)
        ? withImage(away, { details: failedWith(away.image.details, event.failure) })
        : away
      return {
        state: lost,
        effects: state.subject.build === null ? [] : [{ type: 'build.set-engine', engine: null }],
      }
    }
    case 'engine.images-changed': {
      const { reference } = state.image
      const effects: Effect[] = [...askBases(state), ...askGuess(state)]
      if (isFromEngine(reference) && sameImage(reference.name, event.ref)) {
        effects.push({ type: 'image.open', reference })
        return { state: withImage(state, { details: reloading(state.image.details) }), effects }
      }
      return { state, effects }
    }
  }
}

/** What was just built may be the image that nobody named. */
function askGuess(state: WorkbenchState): readonly Effect[] {
  return wantsGuess(state) ? [{ type: 'image.list' }] : []
}

function askBases({ build }: WorkbenchState): readonly Effect[] {
  return build.bases.length === 0 ? [] : [{ type: 'image.resolve-bases', refs: build.bases }]
}

/** Whether a reference is looked up in the engine, rather than read from an archive. */
export function isFromEngine(reference: ImageReference | null): reference is ImageReference<'engine'> {
  return reference?.kind === 'engine'
}

/** `shop` and `shop:latest` are one; an engine also tells changes by image ID, which may be ours. */
function sameImage(ours: string, theirs: string): boolean {
  const complete = (ref: string) => {
    const short = ref.replace(/^docker\.io\/(library\/)?/, '')
    return /:[^/]*$/.test(short) ? short : `${short}:latest`
  }
  return theirs.startsWith('sha256:') || complete(ours) === complete(theirs)
}
