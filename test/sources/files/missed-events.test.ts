import { spawnSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryTree } from './temporary-tree.ts'
import { requestFor, settled } from './watching.ts'

// What makes watchers go deaf (chokidar 5 does in every one of these): afterwards an edit must still be heard.

const project = { Dockerfile: 'FROM scratch\nCOPY . .\n', 'd/a': '1', 'd/deep/b': '1', 'other/a': '2', file: '1' }

const upheavals: Readonly<Record<string, { readonly change: (root: string) => void; readonly edited: string }>> = {
  'a directory removed and made again at once': {
    change: (root) => {
      rmSync(join(root, 'd'), { recursive: true })
      mkdirSync(join(root, 'd'))
    },
    edited: 'd/new',
  },
  'the same by a shell': {
    change: (root) => void spawnSync('sh', ['-c', 'rm -rf d && mkdir -p d/deep && echo 1 > d/deep/b'], { cwd: root }),
    edited: 'd/deep/b',
  },
  'a directory swapped by renaming': {
    change: (root) => {
      renameSync(join(root, 'd'), join(root, 'd.old'))
      renameSync(join(root, 'other'), join(root, 'd'))
    },
    edited: 'd/a',
  },
  'a directory moved away and back': {
    change: (root) => {
      renameSync(join(root, 'd'), join(root, 'elsewhere'))
      renameSync(join(root, 'elsewhere'), join(root, 'd'))
    },
    edited: 'd/deep/b',
  },
  'a file that becomes a directory': {
    change: (root) => {
      rmSync(join(root, 'file'))
      mkdirSync(join(root, 'file/deep'), { recursive: true })
    },
    edited: 'file/deep/c',
  },
  'new directories, one inside the other': {
    change: (root) => mkdirSync(join(root, 'n/e/w'), { recursive: true }),
    edited: 'n/e/w/c',
  },
  'the context itself removed and made again': {
    change: (root) => {
      rmSync(root, { recursive: true })
      mkdirSync(join(root, 'd'), { recursive: true })
      writeFileSync(join(root, 'Dockerfile'), project.Dockerfile)
    },
    edited: 'd/a',
  },
  'the context itself swapped by renaming': {
    change: (root) => {
      mkdirSync(join(root, '../next/d'), { recursive: true })
      writeFileSync(join(root, '../next/Dockerfile'), project.Dockerfile)
      renameSync(root, join(root, '../previous'))
      renameSync(join(root, '../next'), root)
    },
    edited: 'd/a',
  },
}

test.each(Object.entries(upheavals))('%s: the next edit is heard', async (_, { change, edited }) => {
  const parent = temporaryTree(Object.fromEntries(Object.entries(project).map(([path, text]) => [`ctx/${path}`, text])))
  const root = join(parent, 'ctx')
  const watching = await settled(requestFor(root))
  change(root)
  // Whatever the upheaval was seen as, it is over when everything has come to rest.
  await watching.event('settled')
  const text = `edited ${Math.random()}`
  writeFileSync(join(root, edited), text)
  const { plan } = await watching.edit(edited)
  expect(plan.steps.at(-1)).toMatchObject({ status: 'rebuilt' })
})

test('a checkout of 5,000 files leaves nothing unseen', { timeout: 180_000 }, async () => {
  const names = Array.from({ length: 5000 }, (_, i) => `d${i % 300}/f${i}`)
  const root = temporaryTree({
    Dockerfile: 'FROM scratch\nCOPY . .\n',
    ...Object.fromEntries(names.map((n) => [n, 'a'])),
  })
  const watching = await settled(requestFor(root))
  for (const name of names) writeFileSync(join(root, name), 'b2')
  const total = await watching.next((event) => {
    if (event.type !== 'planned') return undefined
    const cause = event.plan.steps.at(-1)!.causes.find(({ kind }) => kind === 'content')
    return cause?.kind === 'content' && cause.total === names.length ? cause.total : undefined
  })
  expect(total).toBe(5000)
})
