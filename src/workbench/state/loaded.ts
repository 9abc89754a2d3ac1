import type { Failure } from '../../diagnostics/failure.ts'

/** Something from outside: the last good value stays in sight while a newer one is on its way or could not be had. */
export type Loaded<T> =
  | { readonly status: 'absent' }
  | { readonly status: 'loading'; readonly previous: T | null }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly failure: Failure; readonly previous: T | null }

export const absent = { status: 'absent' } as const

/** What there is to show, if anything. */
export function valueOf<T>(loaded: Loaded<T>): T | null {
  switch (loaded.status) {
    case 'absent':
      return null
    case 'ready':
      return loaded.value
    case 'loading':
    case 'failed':
      return loaded.previous
  }
}

/** The same thing, asked for again. */
export function reloading<T>(loaded: Loaded<T>): Loaded<T> {
  return { status: 'loading', previous: valueOf(loaded) }
}

export function failedWith<T>(loaded: Loaded<T>, failure: Failure): Loaded<T> {
  return { status: 'failed', failure, previous: valueOf(loaded) }
}
