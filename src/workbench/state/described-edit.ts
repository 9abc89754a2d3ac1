import type { Plan } from '../../cache/model/plan/plan.ts'
import { describeEdit, describeEditPath } from '../../messages/describe-edit.ts'
import type { MarkName } from '../../messages/names/mark.ts'
import type { Edit } from '../../session/edit.ts'
import { oneLine, printable } from '../../text/printable.ts'

/**
 * An edit in the words of its moment. They are kept rather than computed again, because a later plan may have moved
 * the lines that they name, or lost the steps.
 */
export type DescribedEdit = {
  readonly edit: Edit
  readonly mark: MarkName
  readonly path: string
  /** `busts COPY src/ ./src/ (line 12): 4 of 9 steps re-run` */
  readonly text: string
  /** `busts line 12 · 4 of 9` */
  readonly short: string
}

export function toDescribedEdit(edit: Edit, plan: Plan): DescribedEdit {
  const { mark, text, short } = describeEdit(edit, plan)
  return { edit, mark, path: printable(describeEditPath(edit)), text: oneLine(text), short: oneLine(short) }
}

/** What edits are told against while no plan could be made yet. */
export const unplanned: Plan = {
  dockerfile: '',
  context: '',
  target: '',
  baseline: { kind: 'none', ref: null },
  rules: { builder: 'overlay2', frontend: '', daemon: '' },
  stages: [],
  steps: [],
  metadata: [],
  summary: { cached: 0, rebuilt: 0, depends: 0, fails: 0, firstRebuilt: null },
  warnings: [],
}
