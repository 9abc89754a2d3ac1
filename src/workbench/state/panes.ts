/** Panes that hold a list with a cursor. */
export type ListPane = 'plan' | 'edits' | 'layers' | 'files'

/** What the Plan pane can show, one tab at a time. */
export type PlanTab = 'steps' | 'stages'

/** What can have the focus: the lists, and the detail of what is chosen in one of them. */
export type PaneName = ListPane | 'detail'

export type PaneFacts = {
  readonly digit: string
  readonly title: string
  /** What it is for, said in the help and where the pane is empty. */
  readonly purpose: string
  /** Whether it shows the build that is watched or the image. */
  readonly about: 'build' | 'image'
}

export const panes: Readonly<Record<ListPane, PaneFacts>> = {
  plan: {
    digit: '1',
    title: 'Plan',
    purpose: 'the steps of a build started now, and why each re-runs',
    about: 'build',
  },
  edits: { digit: '2', title: 'Edits', purpose: 'each save and its verdict, newest first', about: 'build' },
  layers: { digit: '3', title: 'Layers', purpose: 'the layers of the real image', about: 'image' },
  files: { digit: '4', title: 'Files', purpose: 'the files of the chosen layer', about: 'image' },
}

/** A pane's name as it stands in its border. */
export function paneTab(pane: ListPane): string {
  return ` ${panes[pane].digit} ${panes[pane].title} `
}

export const listPanes: readonly ListPane[] = ['plan', 'edits', 'layers', 'files']

/** Fewer columns than this: the headline takes two rows. */
export const narrowBelow = 60
