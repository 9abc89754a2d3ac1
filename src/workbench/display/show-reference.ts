import { formatImageReference, type ImageReference } from '../../image/model/image-reference.ts'
import { printable } from '../../text/printable.ts'

/** An image as it is called on the screen: one in a file by the name of the file. */
export function showReference(reference: ImageReference): string {
  switch (reference.kind) {
    case 'engine':
      return printable(formatImageReference(reference))
    case 'stdin':
      return 'standard input'
    case 'docker-archive':
    case 'oci-archive':
    case 'oci': {
      const { path, image } = reference
      const name = path.split('/').findLast((part) => part !== '') ?? path
      return printable(image === null ? name : `${name}:${image}`)
    }
  }
}
