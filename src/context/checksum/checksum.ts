import { isAtOrBelow, rootRelative } from '../../dockerfile/values/container-path.ts'
import { KeyedMemo } from '../../memo/memoize.ts'
import { BadPatternError } from '../ignore/glob.ts'
import { digestOf } from '../tree/digest.ts'
import { compareNames, type DirectoryEntry } from '../tree/entry.ts'
import type { MaybeDigest } from '../tree/tree-digest.ts'
import { filteredDigest } from './filtered-digest.ts'
import { MissingSourceError, pathDigest } from './path-digest.ts'
import type { ContentRules, Selector } from './selector.ts'

export type ContentResult =
  | { readonly kind: 'digest'; readonly digest: string }
  /** A source is not there: the build stops. `message` is BuildKit's, e.g. `"/src": not found`. */
  | { readonly kind: 'missing'; readonly message: string }
  /** A file that counts is not hashed yet. */
  | { readonly kind: 'unhashed' }

/**
 * The content key of one input: what BuildKit computes over the selected paths of its mirror. Equal digests mean equal
 * content under equal rules; the digest itself is this program's own. `selectors` as `normalizeSelectors` left them.
 * A missing source is reported even while other files are not hashed.
 * Source: BuildKit cache/contenthash/checksum.go.
 */
export function checksumContent(
  mirror: DirectoryEntry,
  selectors: readonly Selector[],
  rules: ContentRules,
): ContentResult {
  return memo.get(mirror, JSON.stringify([selectors, rules]), () => checksumAll(mirror, selectors, rules))
}

const memo = new KeyedMemo<DirectoryEntry, ContentResult>()

function checksumAll(mirror: DirectoryEntry, selectors: readonly Selector[], rules: ContentRules): ContentResult {
  const digests: MaybeDigest[] = []
  for (const selector of selectors) {
    try {
      digests.push(checksumOne(mirror, selector, rules))
    } catch (error) {
      if (error instanceof MissingSourceError || error instanceof BadPatternError)
        return { kind: 'missing', message: error.message }
      throw error
    }
  }
  return digests.includes(null) ? { kind: 'unhashed' } : { kind: 'digest', digest: digestOf('content', digests) }
}

/** Drops plain paths that are repeated or lie below another plain one, and sorts (solver/llbsolver/ops/file.go). */
export function normalizeSelectors(selectors: readonly Selector[]): Selector[] {
  const plain = selectors.filter((selector) => !isFiltered(selector))
  const paths = [...new Set(plain.map((selector) => selector.path))]
  const outermost = paths.filter((path) => !paths.some((other) => other !== path && isAtOrBelow(path, other)))
  const kept = outermost.map((path) => plain.find((selector) => selector.path === path)!)
  return [...kept, ...selectors.filter(isFiltered)].sort((a, b) => compareNames(a.path, b.path))
}

/** Whether a selector selects by patterns, and not just one path. */
export const isFiltered = ({ wildcard, exclude, include }: Selector): boolean =>
  wildcard || exclude.length > 0 || include.length > 0

function checksumOne(mirror: DirectoryEntry, selector: Selector, rules: ContentRules): MaybeDigest {
  return isFiltered(selector)
    ? filteredDigest(mirror, selector, rules)
    : pathDigest(mirror, rootRelative(selector.path), { finalLink: selector.followLinks })
}
