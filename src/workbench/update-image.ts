import type { Image } from '../image/image.ts'
import { withReadSizes } from '../image/read-sizes.ts'
import type { EngineEvent } from '../session/engine-event.ts'
import { withBuild, withImage, withOverlay } from './change-view.ts'
import { type Effect, type Step, stay } from './effect.ts'
import type { ImageEvent } from './event.ts'
import { absent, failedWith, type Loaded, reloading } from './loaded.ts'
import type { WorkbenchState } from './state.ts'

/** Takes in what is told about the image. An answer to a question that no longer stands is dropped. */
export function updateImage(state: WorkbenchState, event: ImageEvent): Step {
  const { image } = state
  switch (event.type) {
    case 'image.inspected':
      if (event.ref !== image.ref) return stay(state)
      return stay(
        withImage(state, {
          details: { status: 'ready', value: event.image },
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
    case 'image.listed':
      return stay(withImage(state, { list: { status: 'ready', value: event.images } }))
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

/** Takes in that the engine came, went, or has other images. */
export function updateEngine(state: WorkbenchState, event: EngineEvent): Step {
  switch (event.type) {
    case 'engine.connected': {
      const known: WorkbenchState = { ...state, engine: { status: 'connected', engine: event.engine } }
      return {
        state: known,
        effects: [
          ...(state.subject.build === null ? [] : [{ type: 'build.set-engine', engine: event.engine } as const]),
          ...askBases(known),
          ...(isFromEngine(state.image.ref) ? [{ type: 'image.inspect', ref: state.image.ref } as const] : []),
        ],
      }
    }
    case 'engine.away': {
      const away: WorkbenchState = { ...state, engine: { status: 'away', failure: event.failure } }
      const lost = isFromEngine(state.image.ref)
        ? withImage(away, { details: failedWith(away.image.details, event.failure) })
        : away
      return {
        state: lost,
        effects: state.subject.build === null ? [] : [{ type: 'build.set-engine', engine: null }],
      }
    }
    case 'engine.images-changed': {
      const { ref } = state.image
      const effects: Effect[] = [...askBases(state)]
      if (isFromEngine(ref) && sameImage(ref, event.ref)) {
        effects.push({ type: 'image.inspect', ref })
        return { state: withImage(state, { details: reloading(state.image.details) }), effects }
      }
      return { state, effects }
    }
  }
}

function askBases({ build }: WorkbenchState): readonly Effect[] {
  return build.bases.length === 0 ? [] : [{ type: 'image.resolve-bases', refs: build.bases }]
}

/** Whether a reference is looked up in the engine, rather than read from an archive. */
export function isFromEngine(ref: string | null): ref is string {
  return ref !== null && !ref.startsWith('docker-archive:')
}

/** `shop` and `shop:latest` are one; an engine also tells changes by image ID, which may be ours. */
function sameImage(ours: string, theirs: string): boolean {
  const complete = (ref: string) => {
    const short = ref.replace(/^docker\.io\/(library\/)?/, '')
    return /:[^/]*$/.test(short) ? short : `${short}:latest`
  }
  return theirs.startsWith('sha256:') || complete(ours) === complete(theirs)
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

function withSizes(details: Loaded<Image>, read: Extract<ImageEvent, { type: 'image.read' }>): Loaded<Image> {
  if (details.status !== 'ready' || details.value.id !== read.imageId) return details
  return { status: 'ready', value: withReadSizes(details.value, read.tree) }
}
