import type { BaseImage } from '../../image/model/base-image.ts'
import type { Image } from '../../image/model/image.ts'
import type { ImageReference } from '../../image/model/image-reference.ts'
import type { EngineInfo } from '../../session/engine-event.ts'
import type { WorkbenchState } from './state.ts'

/** What the program wants done outside: plain data, returned by `update` and performed by the runtime. */
export type Effect = BuildEffect | EngineEffect | ImageEffect | TerminalEffect

export type BuildEffect =
  | { readonly type: 'build.watch' }
  | { readonly type: 'build.rebase' }
  | { readonly type: 'build.set-engine'; readonly engine: EngineInfo | null }
  | { readonly type: 'build.set-bases'; readonly images: readonly BaseImage[] }

export type EngineEffect = { readonly type: 'engine.follow' }

export type ImageEffect =
  | { readonly type: 'image.open'; readonly reference: ImageReference }
  | { readonly type: 'image.read'; readonly image: Image }
  | { readonly type: 'image.list' }
  | { readonly type: 'image.read-file'; readonly image: Image; readonly layer: number; readonly path: string }
  | { readonly type: 'image.resolve-bases'; readonly refs: readonly string[] }

export type TerminalEffect =
  | { readonly type: 'highlight.start' }
  | { readonly type: 'screen.repaint' }
  | { readonly type: 'mouse.capture'; readonly on: boolean }
  | { readonly type: 'clipboard.copy'; readonly text: string }
  /** Opens a file of the disk in the person's editor; `line` counts from 1. */
  | { readonly type: 'editor.open'; readonly path: string; readonly line: number | null }
  | { readonly type: 'program.suspend' }
  | { readonly type: 'program.quit' }

/** A new state, and what is to be done because of it. */
export type Transition = { readonly state: WorkbenchState; readonly effects: readonly Effect[] }

export function stay(state: WorkbenchState): Transition {
  return { state, effects: [] }
}
