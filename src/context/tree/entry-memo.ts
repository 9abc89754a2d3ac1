/**
 * What was computed from an entry, by a key that names the rest of what it depends on. It lives as long as the entry: a
 * persistent tree keeps everything computed for its unchanged parts.
 */
export class EntryMemo<Entry extends object, Value> {
  readonly #byEntry = new WeakMap<Entry, Map<string, { readonly value: Value }>>()

  get(entry: Entry, key: string, compute: () => Value): Value {
    let known = this.#byEntry.get(entry)
    if (known === undefined) {
      known = new Map()
      this.#byEntry.set(entry, known)
    }
    let found = known.get(key)
    if (found === undefined) {
      found = { value: compute() }
      known.set(key, found)
    }
    return found.value
  }
}
