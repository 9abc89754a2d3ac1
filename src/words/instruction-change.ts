/** What is behind a changed instruction: its own text, the step it comes after, or the order of its variables. */
export type InstructionChange = 'text' | 'place' | 'order'

/** Tells the remarks apart that causes add to an instruction whose own text is the same in both. */
export function instructionChange(before: string, after: string): InstructionChange {
  if (haveSameText(before, after, ' (after ')) return 'place'
  return haveSameText(before, after, ' (variables in this order: ') ? 'order' : 'text'
}

function haveSameText(before: string, after: string, remark: string): boolean {
  if (!before.endsWith(')') || !after.endsWith(')')) return false
  const [old, now] = [before.lastIndexOf(remark), after.lastIndexOf(remark)]
  return old > 0 && old === now && before.slice(0, old) === after.slice(0, now)
}
