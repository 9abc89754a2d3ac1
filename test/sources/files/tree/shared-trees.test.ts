import { expect, test } from 'vitest'
import { compileIgnoreRules } from '../../../../src/context/ignore/ignore-file.ts'
import type { DirectoryEntry } from '../../../../src/context/tree/entry.ts'
import type { ContextTrees } from '../../../../src/session/ports.ts'
import { SharedTrees } from '../../../../src/sources/files/tree/shared-trees.ts'
import { tree } from '../../../context/tree.ts'

const progress = { report: () => undefined, interrupted: () => false, signal: new AbortController().signal }

function countedTrees() {
  const done: string[] = []
  const trees = new Map<string, DirectoryEntry>()
  const counted: ContextTrees = {
    walk: async ({ key, root }) => {
      done.push(`walk ${root}`)
      trees.set(key, tree({ [root.slice(1)]: 'x' }))
      return { key, tree: trees.get(key)! }
    },
    look: async () => {
      throw new Error('nothing is looked at again')
    },
    hash: async (key, paths) => {
      done.push(`hash ${paths}`)
      trees.set(key, tree({ hashed: paths.join() }))
      return { key, tree: trees.get(key)! }
    },
    keepOnly: () => undefined,
    save: () => undefined,
  }
  return { shared: new SharedTrees(counted), done }
}

const rules = (text = '') => compileIgnoreRules(text)

test('builds of one directory under equal rules share its walk and its hashes', async () => {
  const { shared, done } = countedTrees()
  const [first, second] = [shared.open(), shared.open()]
  await first.walk({ key: '', root: '/shop', rules: rules('a\n') }, progress)
  const hashed = await first.hash('', ['src'], progress)
  const again = await second.walk({ key: '', root: '/shop', rules: rules('a\n') }, progress)
  expect(done).toEqual(['walk /shop', 'hash src'])
  expect(again).toEqual({ key: '', tree: hashed.tree })
})

test('other rules and other directories are walked on their own; answers have the name that was asked for', async () => {
  const { shared, done } = countedTrees()
  const trees = shared.open()
  await trees.walk({ key: '', root: '/shop', rules: rules() }, progress)
  await trees.walk({ key: '', root: '/shop', rules: rules('!a\n') }, progress)
  await trees.walk({ key: '', root: '/shop', rules: rules('a\n') }, progress)
  const named = await trees.walk({ key: 'lib', root: '/lib', rules: rules() }, progress)
  expect(done).toEqual(['walk /shop', 'walk /shop', 'walk /shop', 'walk /lib'])
  expect(named.key).toBe('lib')
})
