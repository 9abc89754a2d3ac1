/** The last name of a path; null where it has none. */
export const lastName = (path: string | null): string | null =>
  (path ?? '').split('/').findLast((name) => name !== '') ?? null
