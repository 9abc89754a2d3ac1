/** The last component of a path; null if there is none. */
export const lastName = (path: string | null): string | null =>
  (path ?? '').split('/').findLast((name) => name !== '') ?? null
