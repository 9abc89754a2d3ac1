/**
 * What the classic builder remembers: images, each a child of another one and made by a command. A step is cached iff
 * its parent has a child of the same command. Plain data, serialisable as it is.
 */
export type ClassicState = {
  /** Parent image → its children, oldest first. `''` is the empty image. */
  readonly children: Readonly<Record<string, readonly ChildImage[]>>
  /** By reference: the image that stands for it, and the image ID it was given for (null: not known then). */
  readonly bases: Readonly<Record<string, ClassicBase>>
}

export type ChildImage = {
  readonly id: string
  /** Digest of the command without what it copies. */
  readonly command: string
  readonly content: StepContent
  /** Images that this one may in truth be: which one was up to content that nobody saw. */
  readonly aliases: readonly string[]
}

/** What a step copies. `names` are the paths that are part of its sums; null: a wildcard in an image picks them. */
export type StepContent =
  | { readonly kind: 'none' }
  /** Taken of the context. */
  | { readonly kind: 'sum'; readonly digest: string; readonly names: string }
  /** Paths of an image. */
  | { readonly kind: 'image'; readonly digest: string; readonly names: string | null }
  /** Downloaded in every build, and taken for what it was. */
  | { readonly kind: 'url'; readonly digest: string; readonly names: string }

export type ClassicBase = { readonly image: string; readonly identity: string | null }

export const emptyClassicState: ClassicState = { children: {}, bases: {} }

export function isSameContent(a: StepContent, b: StepContent): boolean {
  switch (a.kind) {
    case 'none':
      return b.kind === 'none'
    case 'sum':
    case 'image':
    case 'url':
      return a.kind === b.kind && a.digest === b.digest
  }
}

/**
 * Sums of the context that differ do so for certain. Of everything else nobody can tell before the builder has looked,
 * but that files of other names have other sums; inside images a link can lead to any name.
 */
export function mayBeSameContent(a: StepContent, b: StepContent): boolean {
  if (a.kind === 'none' || b.kind === 'none') return a.kind === b.kind
  if (a.kind === 'sum' && b.kind === 'sum') return a.digest === b.digest
  if (a.kind === 'image' && b.kind === 'image') return true
  return a.names === null || b.names === null || a.names === b.names
}
