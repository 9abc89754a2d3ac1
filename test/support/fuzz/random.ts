/** Random choices that a seed decides: the same seed makes the same choices on every machine. */
export type Random = {
  /** An integer from 0 up to, not including, `below`. */
  readonly int: (below: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly chance: (percent: number) => boolean
  /** Calls one of the makers; a weight of 2 is twice as likely as one of 1. */
  readonly weighted: <T>(choices: readonly (readonly [weight: number, make: () => T])[]) => T
}

export function seededRandom(seed: number): Random {
  const next = mulberry32(seed)
  const int = (below: number) => Math.floor(next() * below)
  return {
    int,
    pick: (list) => list[int(list.length)]!,
    chance: (percent) => next() * 100 < percent,
    weighted: (choices) => {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, make] of choices) {
        left -= weight
        if (left < 0) return make()
      }
      return choices.at(-1)![1]()
    },
  }
}

/** Tommy Ettinger's mulberry32: 32 bits of state, good enough for choosing. */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
