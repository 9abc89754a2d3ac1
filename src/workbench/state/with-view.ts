import type { Overlay, ViewState, WorkbenchState } from './state.ts'

/** The state with parts of its view replaced. */
export function withView(state: WorkbenchState, view: Partial<ViewState>): WorkbenchState {
  return { ...state, view: { ...state.view, ...view } }
}

export function withMessage(state: WorkbenchState, message: string): WorkbenchState {
  return withView(state, { message })
}

export function withOverlay(state: WorkbenchState, overlay: Overlay | null): WorkbenchState {
  return withView(state, { overlay })
}

export function withImage(state: WorkbenchState, image: Partial<WorkbenchState['image']>): WorkbenchState {
  return { ...state, image: { ...state.image, ...image } }
}

export function withBuild(state: WorkbenchState, build: Partial<WorkbenchState['build']>): WorkbenchState {
  return { ...state, build: { ...state.build, ...build } }
}
