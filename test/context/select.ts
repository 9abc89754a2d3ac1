import type { Selector } from '../../src/context/checksum/selector.ts'
import { hasWildcard } from '../../src/context/ignore/glob.ts'

/** The selector of a COPY source. */
export const select = (path: string, more: Partial<Selector> = {}): Selector => ({
  path,
  followLinks: true,
  wildcard: hasWildcard(path),
  exclude: [],
  include: [],
  required: [],
  ...more,
})
