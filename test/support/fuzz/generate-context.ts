import { type FuzzEntry, type FuzzTree, withPath } from './fuzz-tree.ts'
import { generateIgnoreFile } from './generate-ignore.ts'
import type { Random } from './random.ts'
import { sampleArchives } from './sample-archives.ts'

export const directoryNames = ['src', 'src/lib', 'docs', 'a', 'a/b', 'pk1', 'pk2', 'src/lib/deep', 'nc']
const fileNames = [
  'f.txt',
  'g.txt',
  'm.js',
  'README.md',
  'x',
  '.env',
  'index.js',
  'package.json',
  'sp ace',
  'Ünï.txt',
  'x.md',
  'F.txt',
  '-n',
  '#c',
  '[b]',
  '{c}',
  '$A',
  '!e',
]
/** Many of one length: equal size is where a builder that compares metadata can be fooled. */
export const contents = ['one\n', 'two\n', 'tri\n', 'four\n', '', 'longer content\n', 'a\n', 'b\n', '[*?]\n', 'aü\n']

/** A small context: directories, files, now and then an ignore file, an archive, links, an empty directory. */
export function generateContext(random: Random): FuzzTree {
  let tree: FuzzTree = { 'nc/k.txt': { t: 'f', c: '1' } }
  for (let count = 0; count < 9; count += 1) tree = withPath(tree, generatePath(random), generateFile(random))
  if (random.chance(40)) tree = withPath(tree, '.dockerignore', generateIgnoreFile(random))
  if (random.chance(20)) tree = withPath(tree, 't.tar', { t: 'f', b64: random.pick(sampleArchives.plain) })
  if (random.chance(15)) tree = withPath(tree, `${random.pick(directoryNames)}/e0`, { t: 'd' })
  if (random.chance(20)) tree = withPath(tree, `${random.pick(directoryNames)}/l0`, generateSymlink(random))
  return tree
}

export const generatePath = (random: Random): string =>
  (random.chance(20) ? '' : `${random.pick(directoryNames)}/`) + random.pick(fileNames)

export function generateFile(random: Random): FuzzEntry {
  const mode = random.chance(20) ? random.pick(['600', '755', '664', '640', '4755', '2755', '400']) : null
  const time = random.chance(40) ? 1_000_000_000 + random.int(3) : null
  return { t: 'f', c: random.pick(contents), ...(mode && { m: mode }), ...(time && { mtime: time }) }
}

export const generateSymlink = (random: Random): FuzzEntry => ({ t: 'l', to: random.pick(linkTargets) })

const linkTargets = [
  'f.txt',
  '../src/f.txt',
  '../a',
  '/docs',
  'nowhere',
  '.',
  '..',
  '../docs',
  '/src/lib',
  'index.js',
  '../../outside',
  'l0',
  './f.txt',
  '../src/lib/../f.txt',
  '../../../etc/passwd',
  '../src/lib/',
  '//docs/.',
  'l1',
  '../a/l0',
  '../nc',
  'sp ace',
]
