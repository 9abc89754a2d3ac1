import { relative } from 'node:path'

/** A path as shown to people: relative to the context, with `../` where it is outside. Both are absolute. */
export const shownPath = (context: string, path: string): string => relative(context, path) || '.'
