import type { ImageWarning } from '../image/model/image-warning.ts'
import { countOf } from '../text/format-count.ts'

/** How many names a sentence lists. */
const mostNames = 5

/** What a person should know of an image, in one sentence. */
export function describeImageWarning(warning: ImageWarning): string {
  switch (warning.kind) {
    case 'other-images':
      return `Shown is ${warning.shown}, one of ${warning.others.length + 1} images: name another as FILE:NAME (${list(warning.others)})`
    case 'other-platforms':
      return `Shown is the image for ${warning.shown}: --platform chooses another (${list(warning.others)})`
    case 'skipped':
      return `Left out${warning.names.length === 0 ? '' : ` ${list(warning.names)}`}, which cannot be shown: ${warning.why}`
    case 'unreadable-layer':
      return `${capital(warning.why)}: ${warning.detail}`
    case 'other-diff-id':
      return `Layer ${warning.layer + 1} does not match the digest in the image: its bytes are ${warning.found}`
  }
}

function list(names: readonly string[]): string {
  const more = names.length - mostNames
  return [...names.slice(0, mostNames), ...(more > 0 ? [`${countOf(more, 'other')}`] : [])].join(', ')
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
