export type DepthFirstVisitor<Node> = {
  /** Called each time a node is reached; `false` skips it and the nodes behind it. */
  readonly enter: (node: Node) => boolean
  /** Called when everything behind a node has been left. */
  readonly leave: (node: Node) => void
}

/**
 * Walks from `start` to the nodes that `next` returns, depth first, in the order of `next`. The path is kept in a list,
 * because a Dockerfile may chain more stages and steps than the call stack holds. `next` may be a generator: it
 * continues only after the walk has left its last node.
 */
export function walkDepthFirst<Node>(
  start: Node,
  next: (node: Node) => Iterable<Node>,
  { enter, leave }: DepthFirstVisitor<Node>,
): void {
  if (!enter(start)) return
  const path = [{ node: start, ahead: next(start)[Symbol.iterator]() }]
  for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
    const step = here.ahead.next()
    if (step.done === true) {
      leave(here.node)
      path.pop()
    } else if (enter(step.value)) path.push({ node: step.value, ahead: next(step.value)[Symbol.iterator]() })
  }
}
