import { describe, expect, test } from 'vitest'
import { indexLayers } from '../../../src/image/tree/grow-tree.ts'
import type { WorkbenchEvent } from '../../../src/workbench/state/event.ts'
import { update } from '../../../src/workbench/update/update.ts'
import { sketchLayer } from '../../support/image-archive.ts'
import { printScreen } from '../../support/workbench/print-screen.ts'
import {
  imageEvent,
  noon,
  press,
  shopAtWork,
  shopImage,
  shopLayers,
  shopReference,
  takeIn,
} from '../../support/workbench/shop.ts'

const read = (layers: readonly string[]) =>
  imageEvent({
    type: 'layer-read',
    imageId: shopImage.id,
    tree: indexLayers(layers.map(sketchLayer)),
  })

describe('opening a file', () => {
  const stacked = press(shopAtWork(100, 44), '3', 'G', '4', 'v', 'a')
  const enter = (path: string) => {
    const at = { ...stacked.view.cursors, files: { id: path, index: 0 } }
    return update(
      { ...stacked, view: { ...stacked.view, cursors: at } },
      { type: 'key.pressed', key: 'enter', at: noon },
    )
  }

  test('in the stacked view asks the layer that has it, not the one that is chosen', () => {
    expect(enter('usr/bin/bash').effects).toMatchObject([{ type: 'image.read-file', layer: 0, path: 'usr/bin/bash' }])
    expect(enter('etc/passwd').effects).toMatchObject([{ type: 'image.read-file', layer: 1, path: 'etc/passwd' }])
  })

  test('shows what comes back under the name that was chosen', () => {
    const bytes = new TextEncoder().encode('root:x:0:0\n')
    const answered = takeIn(
      enter('etc/passwd').state,
      imageEvent({ type: 'file-read', layer: 1, path: 'etc/passwd', bytes }),
    )
    expect(printScreen(answered)).toContain('root:x:0:0')
  })

  test('a hard link to a file of a lower layer opens that file', () => {
    const linked = takeIn(shopAtWork(100, 44), read(['a "first"\nb 1', 'c => a', 'd 1', 'e 1']))
    const at = { ...linked.view.cursors, layers: { id: 'layer:1', index: 1 }, files: { id: 'c', index: 0 } }
    const focused = { ...linked, view: { ...linked.view, focus: 'files' as const, cursors: at } }
    const { effects, state } = update(focused, { type: 'key.pressed', key: 'enter', at: noon })
    expect(effects).toMatchObject([{ type: 'image.read-file', layer: 0, path: 'a' }])
    expect(state.view.overlay).toMatchObject({ file: { path: 'c', from: { layer: 0, path: 'a' } } })
  })
})

describe('layers as they arrive', () => {
  const opened = press(shopAtWork(100, 44), '3', 'g', '4')

  test('are shown before the others are read', () => {
    const first = takeIn(opened, read(['early/file 5']))
    expect(printScreen(first)).toContain('early')
    const top = takeIn(press(first, '3', 'G', '4'))
    expect(printScreen(top)).toContain('Reading the image’s files …')
  })

  test('sizes of layers are those of the files once all are read', () => {
    const state = takeIn(shopAtWork(100, 44))
    const sizes = shopLayers.map((layer) => layer.reduce((sum, { size }) => sum + size, 0))
    expect(state.image.details).toMatchObject({ status: 'ready', value: { layers: sizes.map((size) => ({ size })) } })
  })

  test('one that cannot be read is named in its place, and the others are shown', () => {
    const tree = indexLayers([sketchLayer('good 1'), [], sketchLayer('top 1'), sketchLayer('x 1')])
    const why = 'layer 2 of shop.tar is damaged'
    const damaged = takeIn(
      opened,
      imageEvent({
        type: 'read',
        imageId: shopImage.id,
        tree,
        waste: {
          efficiency: 1,
          wastedBytes: 0,
          sizeBytes: 0,
          userBytes: 0,
          reclaimableBytes: 0,
          reclaimableByLayer: [],
          reclaimableByCause: [],
          paths: [],
        },
        warnings: [{ kind: 'unreadable-layer', layer: 1, why, detail: 'it ends inside a header' }],
      }),
    )
    expect(printScreen(damaged)).toContain('good')
    expect(printScreen(press(damaged, '3'))).toContain('unreadable')
    const chosen = printScreen(press(damaged, '3', 'j', '4'))
    expect(chosen).toContain(`${why}: it ends inside a header.`)
  })
})

describe('an image that is looked at again', () => {
  const opened = (id: string) => imageEvent({ type: 'opened', reference: shopReference, image: { ...shopImage, id } })
  const reads = (state: ReturnType<typeof shopAtWork>, event: WorkbenchEvent) =>
    update(state, event).effects.filter(({ type }) => type === 'image.read')
  const inSight = press(shopAtWork(100, 44), '3', 'g', '4')

  test('keeps what was read of it', () => {
    const before = inSight.image
    const again = takeIn(inSight, opened(shopImage.id))
    expect(again.image.files).toBe(before.files)
    expect(again.image.details).toEqual(before.details)
    expect(reads(inSight, opened(shopImage.id))).toEqual([])
  })

  test('is read anew where it is another one by now, also while the old one is being read', () => {
    expect(reads(inSight, opened('sha256:new'))).toMatchObject([{ image: { id: 'sha256:new' } }])
    const reading = takeIn(inSight, read(['early 1']))
    expect(reads(reading, opened('sha256:new'))).toMatchObject([{ image: { id: 'sha256:new' } }])
    expect(reads(reading, opened(shopImage.id))).toEqual([])
  })

  test('takes in nothing that was read of the old one', () => {
    const renewed = takeIn(inSight, opened('sha256:new'))
    expect(takeIn(renewed, read(['stale 1'])).image.files).toBe(renewed.image.files)
  })

  test('is read again where a layer could not be read', () => {
    const details = inSight.image.details
    const value = details.status === 'ready' ? details.value : shopImage
    const warning = { kind: 'unreadable-layer', layer: 1, why: 'layer 2 is damaged', detail: '' } as const
    const damaged = {
      ...inSight,
      image: { ...inSight.image, details: { status: 'ready' as const, value: { ...value, warnings: [warning] } } },
    }
    expect(reads(damaged, opened(shopImage.id))).toMatchObject([{ image: { id: shopImage.id } }])
  })
})
