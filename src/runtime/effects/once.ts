/** Something that is opened at the first call of `get`, and never twice. */
export type Once<T> = {
  readonly get: () => Promise<T>
  /** The opened value; null: nothing was opened, or opening failed. */
  readonly opened: () => Promise<T | null>
}

/** Calls `open` at most once, however often its result is requested. */
export function once<T>(open: () => Promise<T>): Once<T> {
  let promise: Promise<T> | null = null
  return {
    get() {
      promise ??= open()
      return promise
    },
    opened: () => promise?.catch(() => null) ?? Promise.resolve(null),
  }
}
