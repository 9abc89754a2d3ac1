/**
 * Remembering what was derived. Values are replaced and never changed, so the same inputs mean the same answer. All of
 * it is bounded: a few answers are kept, or an answer lives as long as the value that it was derived from.
 */

/**
 * Remembers the latest few answers, as long as every input is the very same value (for texts: an equal one). The inputs
 * are one object with names, as reselect's structured selectors have them: a new one is added in one place, and no two
 * of them can be swapped unnoticed.
 *
 * @param compute derives the answer from its inputs and nothing else
 * @param keep how many answers are in use at a time: a pane asks with its filter, the layout without
 */
export function memoize<Inputs extends object, Answer>(
  compute: (inputs: Inputs) => Answer,
  keep = 3,
): (inputs: Inputs) => Answer {
  const known: { readonly inputs: Inputs; readonly answer: Answer }[] = []
  return (inputs) => {
    const index = known.findIndex((entry) => isSame(entry.inputs, inputs))
    const entry = index < 0 ? { inputs, answer: compute(inputs) } : known[index]!
    if (index > 0) known.splice(index, 1)
    if (index !== 0) known.unshift(entry)
    if (known.length > keep) known.pop()
    return entry.answer
  }
}

function isSame<Inputs extends object>(a: Inputs, b: Inputs): boolean {
  for (const name in b) if (!Object.is(a[name], b[name])) return false
  return true
}

/**
 * Remembers the answer for each object, as long as the object lives: a persistent tree keeps those of its unchanged
 * parts.
 */
export function memoizeEach<Input extends object, Answer>(compute: (input: Input) => Answer): (input: Input) => Answer {
  const known = new WeakMap<Input, { readonly answer: Answer }>()
  return (input) => {
    let found = known.get(input)
    if (found === undefined) {
      found = { answer: compute(input) }
      known.set(input, found)
    }
    return found.answer
  }
}

/** Remembers the answer for each pair of objects, as long as both live. */
export function memoizePairs<A extends object, B extends object, Answer>(
  compute: (a: A, b: B) => Answer,
): (a: A, b: B) => Answer {
  const of = memoizeEach((a: A) => memoizeEach((b: B) => compute(a, b)))
  return (a, b) => of(a)(b)
}

/**
 * Remembers answers for each object by a key that names the rest of what they depend on. They live as long as the
 * object. The computation is given with each question, as its inputs differ.
 */
export class KeyedMemo<Input extends object, Answer> {
  readonly #of = memoizeEach((_: Input) => new Map<string, { readonly answer: Answer }>())

  get(input: Input, key: string, compute: () => Answer): Answer {
    const known = this.#of(input)
    let found = known.get(key)
    if (found === undefined) {
      found = { answer: compute() }
      known.set(key, found)
    }
    return found.answer
  }
}
