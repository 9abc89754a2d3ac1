/**
 * A suggestion such as `did you mean COPY?` for a mistake of one or two letters; null if no known word is that close.
 * `format` writes the suggested word.
 */
export function didYouMean(word: string, known: readonly string[], format: (near: string) => string): string | null {
  const most = word.length > 4 ? 2 : 1
  const nearest = known
    // Words whose lengths differ more are further apart than that.
    .filter((candidate) => Math.abs(candidate.length - word.length) <= most)
    .map((candidate) => ({ candidate, distance: editDistance(candidate, word) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)[0]
  return nearest === undefined ? null : `did you mean ${format(nearest.candidate)}?`
}

/** The names that are most like a word, at most `most` of them: those that hold it or begin alike first. */
export function nearestNames(word: string, known: readonly string[], most: number): readonly string[] {
  const distance = (name: string): number => {
    // Words that differ wholly need no exact figure, which costs the product of their lengths.
    const letters = word.length * name.length > 4096 ? word.length + name.length : editDistance(name, word)
    return name.includes(word) || word.includes(name) ? letters - word.length - name.length : letters
  }
  return known
    .map((name) => ({ name, distance: distance(name) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name)
}

/** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : replaced
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, replaced, swapped))
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
