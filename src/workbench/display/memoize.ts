/**
 * Remembers the latest few answers, as long as the arguments are the very same values. For selectors: state is
 * replaced, never changed, so the same identity means the same answer.
 */
export function remember<Parameters extends readonly unknown[], Answer>(
  compute: (...parameters: Parameters) => Answer,
): (...parameters: Parameters) => Answer {
  const known: { readonly parameters: Parameters; readonly answer: Answer }[] = []
  return (...parameters) => {
    const found = known.find((entry) => entry.parameters.every((value, place) => Object.is(value, parameters[place])))
    if (found !== undefined) return found.answer
    const answer = compute(...parameters)
    known.unshift({ parameters, answer })
    if (known.length > kept) known.pop()
    return answer
  }
}

/** A pane asks with its filter, the layout without: a few answers are in use at a time. */
const kept = 3
