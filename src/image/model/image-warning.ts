/** A limit to what is shown of an image, which a person should know. */
export type ImageWarning =
  /** The source holds several images, and none was named. */
  | { readonly kind: 'other-images'; readonly shown: string; readonly others: readonly string[] }
  /** The image is there for several platforms. */
  | { readonly kind: 'other-platforms'; readonly shown: string; readonly others: readonly string[] }
  /** An entry that is listed as an image cannot be shown: a signature, an SBOM, a damaged image. */
  | { readonly kind: 'skipped'; readonly names: readonly string[]; readonly why: string }
  /** A layer could not be read to its end; only the part before is shown. */
  | UnreadableLayer
  /** A layer's bytes have another digest than the image's configuration says. */
  | { readonly kind: 'other-diff-id'; readonly layer: number; readonly found: string }

export type UnreadableLayer = {
  readonly kind: 'unreadable-layer'
  readonly layer: number
  readonly why: string
  readonly detail: string
}

/** The layers of an image that could not be read to their end, by index. */
export function unreadableLayers(
  image: { readonly warnings: readonly ImageWarning[] } | null,
): ReadonlyMap<number, UnreadableLayer> {
  const unreadable = (image?.warnings ?? []).filter((warning) => warning.kind === 'unreadable-layer')
  return new Map(unreadable.map((warning) => [warning.layer, warning]))
}
