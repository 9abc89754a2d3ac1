import { compilePatterns, matchPatterns, type Pattern, type PatternBits } from '../ignore/pattern-matcher.ts'

/** Decides below a selected path which entries count: the `--parents` patterns first, then `--exclude`. */
export type ContentFilter = { readonly include: readonly Pattern[] | null; readonly exclude: readonly Pattern[] | null }

/** The state that children inherit. */
export type FilterState = { readonly include: PatternBits | null; readonly exclude: PatternBits | null }

export const topState: FilterState = { include: null, exclude: null }

/** Throws BadPatternError. */
export function contentFilter(rules: {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}): ContentFilter {
  const compiled = (texts: readonly string[]) => (texts.length === 0 ? null : compilePatterns(texts))
  return { include: compiled(rules.include), exclude: compiled(rules.exclude) }
}

/** Judges one path, relative to the selected one, given its parent's state. */
export function judgeContent(
  { include, exclude }: ContentFilter,
  path: string,
  parent: FilterState,
): { readonly counts: boolean; readonly state: FilterState } {
  const included = include === null ? null : matchPatterns(include, path, parent.include)
  // A path that is not included is not matched against the excludes, so the results below it start empty.
  if (included !== null && !included.matched) return { counts: false, state: { include: included.bits, exclude: null } }
  const excluded = exclude === null ? null : matchPatterns(exclude, path, parent.exclude)
  return {
    counts: !(excluded?.matched ?? false),
    state: { include: included?.bits ?? null, exclude: excluded?.bits ?? null },
  }
}
