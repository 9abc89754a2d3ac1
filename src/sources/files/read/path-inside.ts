import { readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** As many as the kernel follows. */
const mostLinks = 40

/**
 * Resolves a relative path for a reader that sees only `root`, such as a builder that is sent this directory alone:
 * absolute links start at `root` and `..` stops there. Returns an absolute path, which need not exist; null: the links
 * go in circles.
 * Source: containerd/continuity fs.RootPath, as BuildKit reads Dockerfiles and ignore files.
 */
export function pathInside(root: string, path: string): string | null {
  const rest = partsOf(path).reverse()
  let places: string[] = []
  for (let links = 0; rest.length > 0; ) {
    const name = rest.pop()!
    if (name === '..') {
      places.pop()
      continue
    }
    const link = linkAt(join(root, ...places, name))
    if (link === null) {
      places.push(name)
      continue
    }
    links++
    if (links > mostLinks) return null
    if (link.startsWith('/')) places = []
    rest.push(...partsOf(link).reverse())
  }
  return join(root, ...places)
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.')

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}
