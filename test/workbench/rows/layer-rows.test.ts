import { expect, test } from 'vitest'
import { layerRows } from '../../../src/workbench/rows/layer-rows.ts'
import { shopImage, shopPlan } from '../../support/workbench/shop.ts'

const rows = (metadataRows: boolean, filter = '', image = shopImage) =>
  layerRows({ image, plan: shopPlan(false), bases: [], metadataRows, filter }).map((row) =>
    row.kind === 'layer' ? `${row.origin}: ${row.command}` : `· ${row.command}`,
  )

test('layers say where they come from: the base, or a line of the Dockerfile', () => {
  expect(rows(false)).toEqual([
    'base: # debian.sh --arch amd64 out/ bookworm',
    'base: RUN /bin/sh -c set -ex; install node',
    'line 16: RUN apt-get update && apt-get install --yes --no-install-recommends tini curl',
    'line 19: COPY /app/dist /app',
  ])
})

test('rows of the history that make no layer are shown when asked for', () => {
  expect(rows(true).filter((row) => row.startsWith('·'))).toEqual([
    '· ENV NODE_VERSION=20.11.1',
    '· CMD ["node" "/app/server.js"]',
  ])
})

test('a filter looks at the command, the line and the digest', () => {
  expect(rows(false, 'line 19')).toEqual(['line 19: COPY /app/dist /app'])
  expect(rows(false, 'cccc').length).toBe(1)
})

test('an image without a history still shows its layers', () => {
  expect(rows(false, '', { ...shopImage, history: [] }).length).toBe(4)
})
