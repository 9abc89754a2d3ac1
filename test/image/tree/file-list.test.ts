import { describe, expect, test } from 'vitest'
import { type FileView, fileRow, indexOfPath, listFiles } from '../../../src/image/tree/file-list.ts'
import { indexLayers } from '../../../src/image/tree/grow-tree.ts'
import { sketchLayer } from '../../support/image-archive.ts'

const tree = indexLayers(
  [
    'etc/\netc/hosts 100\netc/old 50\nusr/bin/node 9000 755\nusr/lib/libc.so 500\nREADME 7',
    '-etc/old\netc/hosts 120\napp/\napp/Main.js 30\napp/lib/util.js 10\napp/lib/Data.json 80',
  ].map(sketchLayer),
)

const plain: FileView = {
  layer: 1,
  scope: 'stacked',
  folds: { atFirst: 'open', toggled: new Set() },
  filter: '',
  sort: 'name',
  hidden: new Set(),
}

const signs = { added: '+', modified: '~', removed: '-', unchanged: ' ' }
const folds = { open: 'v ', closed: '> ' }

/** The list as it would be drawn: mark, depth, fold, name, size. */
function drawn(view: Partial<FileView>): string {
  const list = listFiles(tree, { ...plain, ...view })
  const lines = list.nodes.map((_, i) => {
    const { mark, depth, fold, name, size } = fileRow(list, i)
    return `${signs[mark]} ${'  '.repeat(depth)}${fold === null ? '' : folds[fold]}${name} ${size}`
  })
  return `\n${lines.join('\n')}\n`
}

describe('scope', () => {
  test('stacked shows all that is seen, and what the layer removes with the size it had', () => {
    expect(drawn({})).toBe(`
  README 7
+ v app 120
+   Main.js 30
+   v lib 90
+     Data.json 80
+     util.js 10
~ v etc 120
~   hosts 120
-   old 50
  v usr 9500
    v bin 9000
      node 9000
    v lib 500
      libc.so 500
`)
  })

  test('a layer alone shows only what it changes, with the bytes it writes', () => {
    expect(drawn({ scope: 'layer' })).toBe(`
+ v app 120
+   Main.js 30
+   v lib 90
+     Data.json 80
+     util.js 10
~ v etc 120
~   hosts 120
-   old 50
`)
  })

  test('a lower layer is shown as it was then', () => {
    expect(drawn({ layer: 0, folds: { atFirst: 'closed', toggled: new Set(['etc']) } })).toBe(`
+ README 7
+ v etc 150
+   hosts 100
+   old 50
+ > usr 9500
`)
  })
})

describe('folds', () => {
  test('directories start closed and open one by one', () => {
    expect(drawn({ folds: { atFirst: 'closed', toggled: new Set(['app']) } })).toBe(`
  README 7
+ v app 120
+   Main.js 30
+   > lib 90
~ > etc 120
  > usr 9500
`)
  })

  test('directories start open and close one by one', () => {
    expect(drawn({ scope: 'layer', folds: { atFirst: 'open', toggled: new Set(['app']) } })).toBe(`
+ > app 120
~ v etc 120
~   hosts 120
-   old 50
`)
  })
})

test('sorted by size, the largest comes first on every level', () => {
  expect(drawn({ scope: 'layer', sort: 'size' })).toBe(`
+ v app 120
+   v lib 90
+     Data.json 80
+     util.js 10
+   Main.js 30
~ v etc 120
~   hosts 120
-   old 50
`)
})

describe('filter', () => {
  test('shows what is named so, and the way to it, opened', () => {
    expect(drawn({ filter: 'js', folds: { atFirst: 'closed', toggled: new Set() } })).toBe(`
+ v app 120
+   Main.js 30
+   v lib 90
+     Data.json 80
+     util.js 10
`)
  })

  test('small letters find capitals, capitals only themselves', () => {
    expect(drawn({ filter: 'data' })).toContain('Data.json')
    expect(drawn({ filter: 'MAIN' })).toBe('\n\n')
  })

  test('a directory that is meant itself stays closed until it is opened by hand', () => {
    expect(drawn({ filter: 'usr' })).toBe(`
  > usr 9500
`)
    expect(drawn({ filter: 'usr', folds: { atFirst: 'closed', toggled: new Set(['usr', 'usr/bin']) } })).toBe(`
  v usr 9500
    v bin 9000
      node 9000
    > lib 500
`)
  })

  test('a slash means the path', () => {
    expect(drawn({ filter: 'lib/u' })).toBe(`
+ v app 120
+   v lib 90
+     util.js 10
`)
  })

  test('characters that mean something in patterns are plain text', () => {
    expect(drawn({ filter: '.*' })).toBe('\n\n')
  })
})

test('marks can be left out; directories stay while they lead to something', () => {
  expect(drawn({ hidden: new Set(['unchanged', 'added'] as const) })).toBe(`
~ v etc 120
~   hosts 120
-   old 50
`)
})

test('a path is found in the list, and one that is folded away is not', () => {
  const list = listFiles(tree, { ...plain, folds: { atFirst: 'closed', toggled: new Set() } })
  expect(indexOfPath(list, 'usr')).toBe(3)
  expect(indexOfPath(list, 'usr/bin')).toBe(-1)
})

test('a removed path still tells what it was', () => {
  const list = listFiles(tree, plain)
  expect(fileRow(list, indexOfPath(list, 'etc/old'))).toMatchObject({ kind: 'file', entry: { mode: 0o644, size: 50 } })
})
