import type { ImageListRow } from '../../image/model/image.ts'

/**
 * The image that a context most likely builds: the newest one named like its directory (`shop`, `team/shop:dev`), else
 * the newest named as compose names what it builds for a project (`shop-web`). Null: none looks like it.
 *
 * @param images newest first
 */
export function guessImage(images: readonly ImageListRow[], contextName: string): string | null {
  const name = contextName.toLowerCase()
  const tags = images.flatMap((image) => image.tags)
  const named = (fits: (repository: string) => boolean) => tags.find((tag) => fits(repositoryName(tag)))
  return (
    named((repository) => repository === name) ??
    named((repository) => repository.startsWith(`${name}-`) || repository.startsWith(`${name}_`)) ??
    null
  )
}

/** `registry:5000/team/shop:dev` → `shop` */
function repositoryName(tag: string): string {
  const last = tag.slice(tag.lastIndexOf('/') + 1)
  return last.replace(/[:@].*$/, '').toLowerCase()
}
