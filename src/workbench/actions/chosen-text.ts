import { chosenLayer } from '../rows/chosen-layer.ts'
import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'

/** A file on the disk that the chosen row is about, and the line in it; null: none is. */
export type ChosenPlace = { readonly path: string; readonly line: number | null }

/** The text that copying takes from the chosen row: a path, a line of the Dockerfile, a layer's diff ID. null: none. */
export function chosenText(state: WorkbenchState): string | null {
  const { overlay, focus, detail, cursors } = state.view
  if (overlay?.kind === 'file') return `/${overlay.file.path}`
  switch (focus === 'detail' ? (detail === 'layer' ? 'layers' : 'plan') : focus) {
    case 'plan': {
      const line = chosenLine(state)
      return line === null ? null : `${state.build.plan!.dockerfile}:${line}`
    }
    case 'edits':
      return chosenEdit(state)?.edit.path ?? null
    case 'layers':
      return valueOf(state.image.details)?.layers[chosenLayer(state)]?.diffId ?? null
    case 'files':
      return cursors.files.id === null ? null : `/${cursors.files.id}`
  }
}

/** Where an editor opens for the chosen row. */
export function chosenPlace(state: WorkbenchState): ChosenPlace | null {
  const { focus, detail } = state.view
  const { plan, problem } = state.build
  if (plan === null) return null
  const inContext = (path: string) => (path.startsWith('/') ? path : `${plan.context}/${path}`)
  switch (focus === 'detail' ? (detail === 'layer' ? 'layers' : 'plan') : focus) {
    case 'plan':
      // A file that stops the build is opened where it is wrong.
      return problem === null
        ? { path: inContext(plan.dockerfile), line: chosenLine(state) }
        : { path: inContext(problem.file), line: problem.line || null }
    case 'edits': {
      const path = chosenEdit(state)?.edit.path
      return path === undefined ? null : { path: inContext(path), line: null }
    }
    case 'layers':
    case 'files':
      return null
  }
}

function chosenLine({ build, view }: WorkbenchState): number | null {
  const rows = [...(build.plan?.steps ?? []), ...(build.plan?.metadata ?? [])]
  const line = rows.find(({ id }) => id === view.cursors.plan.id)?.line ?? 0
  return line > 0 ? line : null
}

const chosenEdit = ({ build, view }: WorkbenchState) =>
  build.edits.find(({ edit }) => `edit:${edit.id}` === view.cursors.edits.id)
