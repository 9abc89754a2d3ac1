/**
 * Remembers the latest few answers of a derivation, as long as every input is the very same value. State is replaced,
 * never changed, so equal identities mean an equal answer. The inputs are one object with names, as reselect's
 * structured selectors have them: a new one is added in one place, and no two of them can be swapped unnoticed.
 *
 * @param compute derives the answer from its inputs and nothing else
 */
export function memoize<Inputs extends object, Answer>(
  compute: (inputs: Inputs) => Answer,
): (inputs: Inputs) => Answer {
  const known: { readonly inputs: Inputs; readonly answer: Answer }[] = []
  return (inputs) => {
    const found = known.find((entry) => isSame(entry.inputs, inputs))
    if (found !== undefined) return found.answer
    const answer = compute(inputs)
    known.unshift({ inputs, answer })
    if (known.length > kept) known.pop()
    return answer
  }
}

/** A pane asks with its filter, the layout without: a few answers are in use at a time. */
const kept = 3

function isSame<Inputs extends object>(a: Inputs, b: Inputs): boolean {
  for (const name in b) if (!Object.is(a[name], b[name])) return false
  return true
}
