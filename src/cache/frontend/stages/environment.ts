import type { Variables } from '../../../dockerfile/expansion/expand-word.ts'

export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

type Setting = readonly [name: string, value: string]

/**
 * Every setting in the order in which it was made, and where each name was set; shared by all that grew out of another.
 */
type SettingLog = { readonly settings: Setting[]; readonly places: Map<string, number[]> }

/** The effect of setting a name again: `moves` puts it to the end, `stays` leaves it in its first position. */
type Order = 'moves' | 'stays'

/**
 * The environment of a stage: an ordered list, because its order is part of every RUN's key. It is immutable. `with`
 * returns a longer one; this costs nothing if this is the longest so far, because a Dockerfile may set a name on each
 * of 100,000 lines.
 * Source: BuildKit client/llb/meta.go: EnvList.
 */
export class Environment implements Iterable<Setting>, Pick<Variables, 'get' | 'has'> {
  readonly #log: SettingLog
  readonly #length: number
  readonly #order: Order

  private constructor(log: SettingLog, length: number, order: Order) {
    this.#log = log
    this.#length = length
    this.#order = order
  }

  static of(settings: Iterable<Setting>, order: Order): Environment {
    const log: SettingLog = { settings: [], places: new Map() }
    for (const setting of settings) append(log, setting)
    return new Environment(log, log.settings.length, order)
  }

  get(name: string): string | undefined {
    const place = this.#lastPlace(name)
    return place === undefined ? undefined : this.#log.settings[place]![1]
  }

  has(name: string): boolean {
    return this.#lastPlace(name) !== undefined
  }

  with(settings: Iterable<Setting>): Environment {
    const { settings: made, places } = this.#log
    const isLongest = made.length === this.#length
    // Replaced settings are dropped from time to time.
    if (!isLongest || made.length > 2 * places.size + 32) return Environment.of([...this, ...settings], this.#order)
    for (const setting of settings) append(this.#log, setting)
    return new Environment(this.#log, made.length, this.#order)
  }

  *[Symbol.iterator](): Iterator<Setting> {
    for (let place = 0; place < this.#length; place++) {
      const [name] = this.#log.settings[place]!
      const last = this.#lastPlace(name)!
      const counts = this.#order === 'moves' ? place === last : place === this.#log.places.get(name)![0]
      if (counts) yield this.#log.settings[last]!
    }
  }

  #lastPlace(name: string): number | undefined {
    const places = this.#log.places.get(name) ?? []
    let at = places.length - 1
    while (at >= 0 && places[at]! >= this.#length) at--
    return places[at]
  }
}

function append({ settings, places }: SettingLog, setting: Setting): void {
  const [name] = setting
  const known = places.get(name)
  if (known === undefined) places.set(name, [settings.length])
  else known.push(settings.length)
  settings.push(setting)
}

/** `NAME=value` lines of an image configuration; PATH is always set. */
export function imageEnvironment(lines: readonly string[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const line of lines) {
    const equals = line.indexOf('=')
    variables.set(equals < 0 ? line : line.slice(0, equals), equals < 0 ? '' : line.slice(equals + 1))
  }
  if (!variables.has('PATH')) variables.set('PATH', defaultPath)
  return variables
}
