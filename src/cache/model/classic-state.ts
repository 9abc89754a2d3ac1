/**
 * The state of the classic builder: images, each with a parent and the command that made it. A step is cached if and
 * only if its parent has a child of the same command. Plain, serialisable data.
 */
export type ClassicState = {
  /** Parent image → its children, oldest first. `''` is the empty image. */
  readonly children: Readonly<Record<string, readonly ChildImage[]>>
  /** By reference: the image that it means, and the image ID at that time (null: not known then). */
  readonly bases: Readonly<Record<string, ClassicBase>>
}

export type ChildImage = {
  readonly id: string
  /** Digest of the command without the copied content. */
  readonly command: string
  readonly content: StepContent
  /** Images that this image may really be. Content that was not known decides which. */
  readonly aliases: readonly string[]
}

/**
 * The content that a step copies. `names` are the paths that are part of its sums; null: a wildcard selects them in an
 * image.
 */
export type StepContent =
  | { readonly kind: 'none' }
  /** Taken of the context. */
  | { readonly kind: 'sum'; readonly digest: string; readonly names: string }
  /** Paths of an image. */
  | { readonly kind: 'image'; readonly digest: string; readonly names: string | null }
  /** Every build downloads it; it counts as unchanged. */
  | { readonly kind: 'url'; readonly digest: string; readonly names: string }

export type ClassicBase = { readonly image: string; readonly identity: string | null }

export const emptyClassicState: ClassicState = { children: {}, bases: {} }

/** Whether two contents are equal for certain. */
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
 * Whether two contents may be equal. Different sums of the context differ for certain. Any other content is known only
 * after the builder has looked at it, except that files with other names have other sums; inside images, a link can
 * lead to any name.
 */
export function mayBeSameContent(a: StepContent, b: StepContent): boolean {
  if (a.kind === 'none' || b.kind === 'none') return a.kind === b.kind
  if (a.kind === 'sum' && b.kind === 'sum') return a.digest === b.digest
  if (a.kind === 'image' && b.kind === 'image') return true
  return a.names === null || b.names === null || a.names === b.names
}
