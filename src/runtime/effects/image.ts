import type { Failure } from '../../diagnostics/failure.ts'
import type { ImageTree } from '../../image/tree/image-tree.ts'
import type { ImageEffect } from '../../workbench/state/effect.ts'
import type { ImageEvent } from '../../workbench/state/event.ts'
import type { Jobs } from '../jobs.ts'
import type { ImageProgress, ImageReader } from '../ports.ts'
import type { Once } from './once.ts'
import { failureOf, type UndatedEvent } from './undated-event.ts'

/** As much of a file as a person looks at. */
const fileBytes = 256 * 1024

export type ImageEffectOptions = {
  readonly images: Once<ImageReader>
  readonly jobs: Jobs
  readonly report: (fact: UndatedEvent) => void
}

/** Performs what concerns images. */
export function createImageEffects({ images, jobs, report }: ImageEffectOptions): {
  readonly perform: (effect: ImageEffect) => void
} {
  const ask = (
    key: ImageEffect['type'],
    cause: string,
    run: (reader: ImageReader, signal: AbortSignal, answer: (event: ImageEvent) => void) => Promise<void>,
    failed: (failure: Failure) => UndatedEvent,
  ) =>
    jobs.start<ImageEvent>({
      key,
      cause,
      run: async (signal, answer) => run(await images.get(), signal, answer),
      report: (event) => report({ type: 'image', event }),
      fail: (error) => report(failed(failureOf(error))),
    })
  const failedImage = (event: ImageEvent): UndatedEvent => ({ type: 'image', event })

  const open = ({ reference }: Extract<ImageEffect, { type: 'image.open' }>) =>
    ask(
      'image.open',
      reference.kind,
      async (reader, signal, answer) => {
        answer({ type: 'opened', reference, image: await reader.open(reference, signal) })
      },
      (failure) => failedImage({ type: 'open-failed', reference, failure }),
    )

  const read = ({ image }: Extract<ImageEffect, { type: 'image.read' }>) =>
    ask(
      'image.read',
      image.id,
      async (reader, signal, answer) => {
        const imageId = image.id
        const reading = {
          report: (progress: ImageProgress) => answer({ type: 'reading', imageId, progress }),
          layerRead: (tree: ImageTree) => answer({ type: 'layer-read', imageId, tree }),
        }
        const { tree, waste, warnings } = await reader.read(image, reading, signal)
        answer({ type: 'read', imageId, tree, waste, warnings })
      },
      (failure) => failedImage({ type: 'read-failed', imageId: image.id, failure }),
    )

  const readFile = ({ image, layer, path }: Extract<ImageEffect, { type: 'image.read-file' }>) =>
    ask(
      'image.read-file',
      path,
      async (reader, signal, answer) => {
        const bytes = await reader.readFile(image, { layer, path }, fileBytes, signal)
        answer({ type: 'file-read', path, layer, bytes })
      },
      (failure) => failedImage({ type: 'file-failed', path, layer, failure }),
    )

  const list = () =>
    ask(
      'image.list',
      'the image list was opened',
      async (reader, signal, answer) => answer({ type: 'listed', images: await reader.list(signal) }),
      (failure) => failedImage({ type: 'list-failed', failure }),
    )

  const resolveBases = ({ refs }: Extract<ImageEffect, { type: 'image.resolve-bases' }>) =>
    ask(
      'image.resolve-bases',
      refs.join(' '),
      async (reader, signal, answer) => {
        answer({ type: 'bases-resolved', images: await reader.resolve(refs, signal) })
        if (!signal.aborted) report({ type: 'build', event: { type: 'notice-cleared', id: 'bases' } })
      },
      ({ summary }) => {
        const text = `Base images are taken as unchanged: ${summary}`
        return { type: 'build', event: { type: 'notice', notice: { id: 'bases', level: 'warn', text } } }
      },
    )

  return {
    perform(effect) {
      switch (effect.type) {
        case 'image.open':
          return open(effect)
        case 'image.read':
          return read(effect)
        case 'image.list':
          return list()
        case 'image.read-file':
          return readFile(effect)
        case 'image.resolve-bases':
          return resolveBases(effect)
      }
    },
  }
}
