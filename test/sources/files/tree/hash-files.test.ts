import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type DirectoryEntry, entryAt, type FileEntry } from '../../../../src/context/tree/entry.ts'
import { includeAll } from '../../../../src/context/tree/walk-filter.ts'
import { hashFiles } from '../../../../src/sources/files/tree/hash-files.ts'
import { ReaderThreads } from '../../../../src/sources/files/tree/reader-threads.ts'
import { walkContext } from '../../../../src/sources/files/tree/walk-context.ts'
import { plant, temporaryTree } from '../temporary-tree.ts'

const { signal } = new AbortController()
const readers = new ReaderThreads({ helpers: 0 })
const control = { report: () => undefined, interrupted: () => false, signal }

const walk = (root: string): Promise<DirectoryEntry> =>
  walkContext({ root, filter: includeAll, memoryOf: () => () => null, readers, signal }, null)

/** Hashes the file `a` as it was seen before `change`. */
async function hashAfter(content: string, change: (path: string) => void | Promise<void>) {
  const root = temporaryTree({ a: content })
  const entry = entryAt(await walk(root), 'a') as FileEntry
  await change(join(root, 'a'))
  return hashFiles(root, [{ path: 'a', entry }], control, readers)
}

const moved = { moved: ['a'], entries: [] }

test.each<readonly [string, (path: string) => void | Promise<void>]>([
  ['a FIFO', (path) => void spawnSync('mkfifo', [path])],
  [
    'a FIFO that somebody is about to write to',
    (path) => {
      spawnSync('mkfifo', [path])
      const descriptor = openSync(path, constants.O_RDWR)
      onTestFinished(() => closeSync(descriptor))
    },
  ],
  [
    'a socket',
    (path) => {
      const server = createServer().listen(path)
      onTestFinished(() => void server.close())
      return new Promise((resolve) => server.once('listening', resolve))
    },
  ],
  ['a directory', (path) => mkdirSync(path)],
  ['a link to a file', (path) => symlinkSync('/etc/passwd', path)],
  ['another file of the same size', (path) => writeFileSync(path, 'two')],
])('a file that has become %s is to be looked at again', async (_, become) => {
  const hashed = hashAfter('one', (path) => {
    rmSync(path)
    return become(path)
  })
  expect(await hashed).toEqual(moved)
})

const canMakeDevices = (() => {
  const directory = mkdtempSync(join(tmpdir(), 'layertui-test-'))
  const made = spawnSync('mknod', [join(directory, 'zero'), 'c', '1', '5']).status === 0
  rmSync(directory, { recursive: true })
  return made
})()

test.runIf(canMakeDevices).each([3, 300_000])(
  'a file of %i bytes that has become a device without an end is to be looked at again',
  async (size) => {
    const hashed = await hashAfter('x'.repeat(size), (path) => {
      rmSync(path)
      spawnSync('mknod', [path, 'c', '1', '5'])
    })
    expect(hashed).toEqual(moved)
  },
)

test.each([
  ['has grown', 'x'.repeat(400_000)],
  ['has shrunk', 'x'.repeat(299_999)],
  ['has been emptied', ''],
])('a large file that %s is to be looked at again', async (_, content) => {
  expect(await hashAfter('x'.repeat(300_000), (path) => writeFileSync(path, content))).toEqual(moved)
})

test('large and small files are hashed beside each other, with how far it is', async () => {
  const root = temporaryTree()
  const contents = Object.fromEntries(Array.from({ length: 600 }, (_, file) => [`d${file % 7}/${file}`, `${file}`]))
  plant(root, { ...contents, large: 'x'.repeat(1_000_000), edge: 'x'.repeat(256 * 1024) })
  const tree = await walk(root)
  const files = [...Object.keys(contents), 'large', 'edge'].map((path) => ({
    path,
    entry: entryAt(tree, path) as FileEntry,
  }))
  const reported: number[] = []
  const { entries } = await hashFiles(root, files, { ...control, report: (done) => reported.push(done) }, readers)
  const sha256 = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(root, path)))
      .digest('hex')
  const expected = new Map(files.map(({ path }) => [path, sha256(path).slice(0, 32)]))
  expect(new Map(entries.map(([path, { contentDigest }]) => [path, contentDigest]))).toEqual(expected)
  expect(reported.at(-1)).toBe(602)
})
