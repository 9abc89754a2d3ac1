import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type DirectoryEntry, walkEntries } from '../../../../src/context/tree/entry.ts'
import { includeAll } from '../../../../src/context/tree/walk-filter.ts'
import { withEntries } from '../../../../src/context/tree/with-entries.ts'
import { hashFiles, type Unhashed } from '../../../../src/sources/files/tree/hash-files.ts'
import { ReaderThreads } from '../../../../src/sources/files/tree/reader-threads.ts'
import { walkContext } from '../../../../src/sources/files/tree/walk-context.ts'
import { bundleWorker, workerBundle } from '../bundle-worker.ts'
import { fifo, plant, temporaryTree } from '../temporary-tree.ts'

beforeAll(() => bundleWorker('reader-worker'))

const { signal } = new AbortController()
const alone = new ReaderThreads({ helpers: 0 })
const control = { report: () => undefined, interrupted: () => false, signal }

/** Threads that run `program` before the bundled one, and start however little there is to do. */
async function threads(program = ''): Promise<ReaderThreads> {
  const text = `${program}\nawait import(${JSON.stringify(pathToFileURL(workerBundle('reader-worker')).href)})`
  const script = pathToFileURL(join(temporaryTree({ 'worker.mjs': text }), 'worker.mjs'))
  const readers = new ReaderThreads({ script, helpers: 2, worthStartingMs: 0 })
  onTestFinished(() => readers.end())
  await readers.start()
  return readers
}

/** A program that does something instead of giving its `nth` answer. */
const atAnswer = (nth: number, what: string) => `
  import { workerData } from 'node:worker_threads'
  const post = workerData.postMessage.bind(workerData)
  let answers = 0
  workerData.postMessage = (...message) => {
    if (++answers === ${nth}) { ${what} }
    post(...message)
  }`

const walk = (root: string, readers: ReaderThreads, abort = signal) =>
  walkContext({ root, filter: includeAll, memoryOf: () => () => null, readers, signal: abort }, null)

const unhashedOf = (tree: DirectoryEntry): Unhashed[] =>
  [...walkEntries(tree)].flatMap(([path, entry]) =>
    entry.kind === 'file' && entry.contentDigest === null ? [{ path, entry }] : [],
  )

/** The tree with all its digests. Files are old enough for them to be remembered: the clock has ticked since. */
async function readAll(root: string, readers: ReaderThreads): Promise<DirectoryEntry> {
  const tree = await walk(root, readers)
  return withEntries(tree, (await hashFiles(root, unhashedOf(tree), control, readers)).entries)
}

const ticked = () => new Promise((resolve) => setTimeout(resolve, 50))

/** Directories of all sizes, links, odd names and a file that takes more than one read. */
function variedTree(): string {
  const root = temporaryTree({ large: 'x'.repeat(700_001), 'a/link': { link: '../large' }, 'a/pipe': fifo, 'e/é': 'ä' })
  for (let directory = 0; directory < 60; directory++) plant(root, { [`d${directory}/deep/file`]: `${directory}` })
  for (let file = 0; file < 1300; file++) plant(root, { [`flat/${file}`]: `${file}` })
  writeFileSync(Buffer.concat([Buffer.from(`${root}/a/odd`), Buffer.from([0xfe])]), 'x')
  return root
}

test('what several threads read is what one reads', async () => {
  const root = variedTree()
  const marker = join(temporaryTree(), 'started')
  await ticked()
  const shared = await readAll(
    root,
    await threads(`import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(marker)}, '')`),
  )
  expect(shared).toEqual(await readAll(root, alone))
  expect([...walkEntries(shared)].length).toBe(1 + 60 * 3 + 1 + 1300 + 1 + 3 + 2)
  expect(existsSync(marker)).toBe(true)
})

test('what a thread answers is what counts', async () => {
  const root = variedTree()
  const liar = `
    import crypto from 'node:crypto'
    import { syncBuiltinESMExports } from 'node:module'
    crypto.hash = () => '\\0'.repeat(32)
    syncBuiltinESMExports()`
  const tree = await readAll(root, await threads(liar))
  const digests = [...walkEntries(tree)].map(([, entry]) => (entry.kind === 'file' ? entry.contentDigest : null))
  expect(digests).toContain('0'.repeat(32))
})

test.each([
  [
    'cannot start',
    async () => new ReaderThreads({ script: pathToFileURL('/nowhere/worker.js'), helpers: 2, worthStartingMs: 0 }),
  ],
  ['fail at once', () => threads("throw new Error('broken')")],
  ['end in the middle of their work', () => threads(atAnswer(3, 'process.exit()'))],
  ['fail in the middle of their work', () => threads(atAnswer(2, "throw new Error('broken')"))],
])('where threads %s, everything is read all the same', async (_, readers) => {
  const root = variedTree()
  await ticked()
  expect(await readAll(root, await readers())).toEqual(await readAll(root, alone))
})

test('a reading that is aborted while threads work ends with the reason, and the next one is whole', async () => {
  const root = variedTree()
  await ticked()
  const readers = await threads()
  const tree = await walk(root, readers)
  const controller = new AbortController()
  const reading = hashFiles(root, unhashedOf(tree), { ...control, signal: controller.signal }, readers)
  controller.abort(new Error('left'))
  await expect(reading).rejects.toThrow('left')
  expect(await readAll(root, readers)).toEqual(await readAll(root, alone))
})

test.each([
  ['threads', () => threads()],
  ['one thread', async () => alone],
])('what goes wrong with a result of %s ends the reading', async (_, readers) => {
  const root = variedTree()
  const entering = (path: string) => {
    if (path === 'd59/deep') throw new Error('cannot listen')
  }
  const reading = walkContext(
    { root, filter: includeAll, memoryOf: () => () => null, readers: await readers(), entering, signal },
    null,
  )
  await expect(reading).rejects.toThrow('cannot listen')
})

test('what is interrupted keeps what was read, and can be gone on with', async () => {
  const root = variedTree()
  await ticked()
  const readers = await threads()
  const tree = await walk(root, readers)
  // Pauses come by the clock: a thread that is never waited for would read all before the first.
  const first = await hashFiles(root, unhashedOf(tree), { ...control, interrupted: () => true }, readers)
  expect(first.moved).toEqual([])
  const half = withEntries(tree, first.entries)
  const { entries } = await hashFiles(root, unhashedOf(half), control, readers)
  expect(withEntries(half, entries)).toEqual(await readAll(root, alone))
})
