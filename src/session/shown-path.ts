/** A path as shown to people: relative to the context, with `../` where it is outside. Both are absolute and clean. */
export function shownPath(context: string, path: string): string {
  const from = namesOf(context)
  const to = namesOf(path)
  let equal = 0
  while (equal < from.length && equal < to.length && from[equal] === to[equal]) equal++
  return [...from.slice(equal).map(() => '..'), ...to.slice(equal)].join('/') || '.'
}

const namesOf = (path: string): readonly string[] => path.split('/').filter((name) => name !== '')

/** A path inside a directory; `''` is the directory itself. */
export const pathIn = (root: string, path: string): string =>
  path === '' ? root : root.endsWith('/') ? `${root}${path}` : `${root}/${path}`
