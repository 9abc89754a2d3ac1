import { addCounts, type Counts, noCounts } from '../fuzz/compare-build.ts'

/** What a test of recorded cases tells the report. */
export type AgreementNote =
  | ({ readonly kind: 'replayed'; readonly recording: string; readonly area: string } & Replayed)
  | { readonly kind: 'skipped'; readonly skipped: readonly { readonly directory: string; readonly reason: string }[] }

/** How far predictions agree with recordings, by recording and by area of the rules. */
export class AgreementReport {
  readonly #recordings = new Map<string, Tally>()
  readonly #areas = new Map<string, Tally>()
  readonly #skipped = new Map<string, Set<string>>()

  add(place: { readonly recording: string; readonly area: string }, replayed: Replayed): void {
    addTo(this.#recordings, place.recording, replayed)
    addTo(this.#areas, place.area, replayed)
  }

  skip(directory: string, reason: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? new Set()).add(directory))
  }

  text(): string {
    const skipped = [...this.#skipped].flatMap(([reason, directories]) => [
      `not replayed (${reason}): ${directories.size}`,
      ...[...directories].map((directory) => `  ${directory}`),
    ])
    return [...table('recording', this.#recordings), '', ...table('area', this.#areas), '', ...skipped].join('\n')
  }
}

type Replayed = { readonly builds: number; readonly counts: Counts; readonly disagreements: readonly string[] }

type Tally = { readonly cases: number; readonly builds: number; readonly counts: Counts; readonly wrong: number }

function addTo(tallies: Map<string, Tally>, key: string, { builds, counts, disagreements }: Replayed): void {
  const before = tallies.get(key) ?? { cases: 0, builds: 0, counts: noCounts, wrong: 0 }
  tallies.set(key, {
    cases: before.cases + 1,
    builds: before.builds + builds,
    counts: addCounts(before.counts, counts),
    wrong: before.wrong + disagreements.length,
  })
}

function table(title: string, tallies: ReadonlyMap<string, Tally>): string[] {
  const rows = [...tallies].map(([name, { cases, builds, counts, wrong }]) => [
    name,
    cases,
    builds,
    counts.steps,
    counts.froms,
    wrong,
    counts.dependsCached + counts.dependsRan,
  ])
  const all = [[title, 'cases', 'builds', 'steps', 'FROM', 'wrong', 'depends'], ...rows].map((row) => row.map(String))
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  return all.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
  )
}
