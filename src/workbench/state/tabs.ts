import type { ListPane, PlanTab } from './panes.ts'
import type { WorkbenchState } from './state.ts'

export type Tab = {
  readonly id: string
  readonly title: string
  /** What it is for, said in the help. */
  readonly purpose: string
  /** Whether it has something to show: a tab without is left out. */
  readonly isThere: (state: WorkbenchState) => boolean
}

const planTabs: readonly (Tab & { readonly id: PlanTab })[] = [
  { id: 'steps', title: 'Steps', purpose: 'the steps by stage', isThere: () => true },
  {
    id: 'stages',
    title: 'Stages',
    purpose: 'the stages: which feeds which, and what each would re-run',
    isThere: ({ build }) => build.plan !== null,
  },
]

/** The tabs of each pane, in the order of `[` and `]`. A pane with one tab has none in its title. */
export const tabs: Readonly<Record<ListPane, readonly Tab[]>> = { plan: planTabs, edits: [], layers: [], files: [] }

/** The tabs that a pane shows in its title now. */
export function tabsOf(state: WorkbenchState, pane: ListPane): readonly Tab[] {
  const there = tabs[pane].filter(({ isThere }) => isThere(state))
  return there.length > 1 ? there : []
}

/** The plan's open tab, neighbours counted in a circle. */
export function neighbourTab(state: WorkbenchState, by: 1 | -1): PlanTab {
  const there = planTabs.filter(({ isThere }) => isThere(state))
  const at = there.findIndex(({ id }) => id === state.view.planTab)
  return there[(at + by + there.length) % there.length]!.id
}
