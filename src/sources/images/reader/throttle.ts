/** Milliseconds between two reports: short enough to look alive, long enough to cost nothing. */
const pause = 100

/** Passes on the first report and then at most ten a second. */
export function throttle<Arguments extends readonly unknown[]>(
  report: (...values: Arguments) => void,
): (...values: Arguments) => void {
  let last = Number.NEGATIVE_INFINITY
  return (...values) => {
    const now = performance.now()
    if (now - last < pause) return
    last = now
    report(...values)
  }
}
