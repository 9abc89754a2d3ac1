/**
 * What is behind a changed instruction: its own text, the step it comes after, the order of its variables, or the lines
 * around it, which give it a user, a shell and a directory.
 */
export type InstructionChange =
  | 'text'
  | 'line endings'
  | 'white space'
  | 'place'
  | 'order'
  | 'user'
  | 'shell'
  | 'directory'
  | 'surroundings'

/** Tells the remarks apart that causes add to an instruction whose own text is the same in both. */
export function instructionChange(before: string, after: string): InstructionChange {
  if (before !== after && withoutReturns(before) === withoutReturns(after)) return 'line endings'
  if (before !== after && withoutBlanks(before) === withoutBlanks(after)) return 'white space'
  if (haveSameText(before, after, ' (after ')) return 'place'
  if (haveSameText(before, after, ' (variables in this order: ')) return 'order'
  const [old, now] = [splitRemark(before), splitRemark(after)]
  if (old.text !== now.text) return 'text'
  const relations = new Set([...old.relations, ...now.relations])
  const [relation] = relations
  if (relation === undefined) return 'text'
  return relations.size > 1 ? 'surroundings' : changes[relation]
}

const withoutReturns = (text: string): string => text.replaceAll('\r', '')
const withoutBlanks = (text: string): string => text.replace(/\s/g, '')

function haveSameText(before: string, after: string, remark: string): boolean {
  if (!before.endsWith(')') || !after.endsWith(')')) return false
  const [old, now] = [before.lastIndexOf(remark), after.lastIndexOf(remark)]
  return old > 0 && old === now && before.slice(0, old) === after.slice(0, now)
}

type Relation = keyof typeof changes

const changes = { in: 'directory', as: 'user', 'owned by': 'user', by: 'shell' } as const

/** `RUN make (in /app, as node)` → `RUN make`, `in` and `as`. */
function splitRemark(text: string): { readonly text: string; readonly relations: readonly Relation[] } {
  const remark = / \(((?:in|as|owned by|by) [^\n]*)\)$/.exec(text)
  if (remark === null) return { text, relations: [] }
  const relations = [...remark[1]!.matchAll(/(?:^|, )(in|as|owned by|by) /g)].map(
    ([, relation]) => relation as Relation,
  )
  return { text: text.slice(0, remark.index), relations }
}
