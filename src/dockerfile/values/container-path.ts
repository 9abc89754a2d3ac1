// Paths inside images and contexts, by Go's path package: Node's posix functions keep trailing slashes that Go removes.

/** Go's path.Clean. */
export function cleanPath(path: string): string {
  if (path === '') return '.'
  const absolute = path.startsWith('/')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!absolute) parts.push('..')
  }
  const joined = parts.join('/')
  if (absolute) return `/${joined}`
  return joined === '' ? '.' : joined
}

/** Go's path.Join: empty parts do not count. */
export function joinPath(...parts: readonly string[]): string {
  const present = parts.filter((part) => part !== '')
  return present.length === 0 ? '' : cleanPath(present.join('/'))
}

/** Whether a path of a container is absolute. */
export const isAbsolutePath = (path: string): boolean => path.startsWith('/')

/** Go's path.Base. */
export function baseName(path: string): string {
  if (path === '') return '.'
  let end = path.length
  while (path[end - 1] === '/') end--
  const trimmed = path.slice(0, end)
  if (trimmed === '') return '/'
  return trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

/** Go's path.Dir. */
export function directoryName(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '.' : cleanPath(path.slice(0, slash + 1))
}

/** Clean and rooted, then without the leading slash: `''` is the root itself. */
export const rootRelative = (path: string): string => cleanPath(`/${path}`).slice(1)

/** Whether `path` is `ancestor` or a path below it. Both are clean, and both are absolute or both are relative. */
export const isAtOrBelow = (path: string, ancestor: string): boolean =>
  path === ancestor || path.startsWith(ancestor.endsWith('/') ? ancestor : `${ancestor}/`)
