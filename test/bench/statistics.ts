/** Milliseconds (or another unit) of repeated runs: the median, and between what the middle half lies. */
export type Spread = { readonly median: number; readonly low: number; readonly high: number; readonly runs: number }

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { median: at(sorted, 0.5), low: at(sorted, 0.25), high: at(sorted, 0.75), runs: sorted.length }
}

/** The value that this share of all values does not exceed. */
export function shareOf(values: readonly number[], share: number): number {
  return at(
    [...values].sort((a, b) => a - b),
    share,
  )
}

function at(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return below + (above - below) * (place - Math.floor(place))
}

/** `12 (11–14)`, with as many digits as say something. */
export function tellSpread({ median, low, high }: Spread): string {
  const digits = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))
  return `${digits(median)} (${digits(low)}–${digits(high)})`
}

/** Times `work` so many times, one after the other. */
export async function timed(runs: number, work: () => unknown): Promise<Spread> {
  const values: number[] = []
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now()
    await work()
    values.push(performance.now() - startedAt)
  }
  return spreadOf(values)
}
