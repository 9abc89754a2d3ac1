import type { DirectoryEntry } from '../../../context/tree/entry.ts'
import { memoizeEach } from '../../../memo/memoize.ts'

/**
 * Why the client would refuse the context; null: it would not. It opens every file before it sends any, whether a step
 * asks for it or not. Source: docker/cli build/context.go: ValidateContextDirectory.
 */
export function unreadableEntry(context: DirectoryEntry): string | null {
  const found = firstUnreadable(context)
  if (found === null) return null
  const { path, directory } = found
  return `checking context: ${directory ? `can't stat '${path}'` : `no permission to read from '${path}'`}`
}

type Unreadable = { readonly path: string; readonly directory: boolean }

const firstUnreadable = memoizeEach((directory: DirectoryEntry): Unreadable | null => {
  let found: Unreadable | null = directory.unreadable ? { path: '', directory: true } : null
  for (const child of directory.children) {
    if (found !== null) break
    if (child.kind === 'file' && child.unreadable) found = { path: child.name, directory: false }
    const below = child.kind === 'directory' ? firstUnreadable(child) : null
    if (below !== null) found = { ...below, path: below.path === '' ? child.name : `${child.name}/${below.path}` }
  }
  return found
})
