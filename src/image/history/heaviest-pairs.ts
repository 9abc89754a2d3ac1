/**
 * Pairs the elements of two lists, as indexes in ascending order on both sides, with the greatest sum of weights (a
 * weighted longest common subsequence). If sums are equal, the earliest pairs win, and elements of `before` are left
 * out rather than elements of `after`. Time and memory grow with the product of the lengths.
 *
 * @param weigh how well two elements fit; 0: they are never paired
 */
export function heaviestPairs(
  before: number,
  after: number,
  weigh: (old: number, now: number) => number,
): readonly (readonly [old: number, now: number])[] {
  const weights = Array.from({ length: before }, (_, i) => Array.from({ length: after }, (_, j) => weigh(i, j)))
  const best = Array.from({ length: before + 1 }, () => new Array<number>(after + 1).fill(0))
  const withPair = (i: number, j: number): number => {
    const weight = weights[i]![j]!
    return weight === 0 ? 0 : weight + best[i + 1]![j + 1]!
  }
  for (let i = before - 1; i >= 0; i--)
    for (let j = after - 1; j >= 0; j--) best[i]![j] = Math.max(best[i + 1]![j]!, best[i]![j + 1]!, withPair(i, j))
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < before && j < after; ) {
    if (weights[i]![j]! > 0 && best[i]![j] === withPair(i, j)) pairs.push([i++, j++])
    else if (best[i]![j] === best[i + 1]![j]) i++
    else j++
  }
  return pairs
}
