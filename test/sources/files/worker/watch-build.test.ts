import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { BuildEvent } from '../../../../src/session/build-event.ts'
import type { BuildRequest } from '../../../../src/session/build-request.ts'
import { createBuildWatcher } from '../../../../src/sources/files/worker/watch-build.ts'
import { bundleWorker, workerBundle } from '../bundle-worker.ts'
import { temporaryTree } from '../temporary-tree.ts'
import { requestFor, rerunning } from '../watching.ts'

// The real thread, bundled as in the program.
const bundle = workerBundle('context-worker')

beforeAll(() => bundleWorker('context-worker'))

const project = { Dockerfile: 'FROM scratch\nCOPY src/ /src/\n', 'src/a': 'one' }

function watch(request: BuildRequest) {
  const watcher = createBuildWatcher(pathToFileURL(bundle))
  onTestFinished(() => watcher.close())
  const events: BuildEvent[] = []
  let woken: () => void = () => undefined
  watcher.start(request, (event) => {
    events.push(event)
    woken()
  })
  const until = async <T>(wanted: (event: BuildEvent) => T | false | undefined): Promise<T> => {
    for (;;) {
      for (let event = events.shift(); event !== undefined; event = events.shift()) {
        const picked = wanted(event)
        if (picked !== false && picked !== undefined) return picked
      }
      await new Promise<void>((resolve) => {
        woken = resolve
      })
    }
  }
  return { watcher, until }
}

test('a build is watched in a thread, and closing ends it', async () => {
  const root = temporaryTree(project)
  const { watcher, until } = watch(requestFor(root))
  await until((event) => event.type === 'settled')
  writeFileSync(join(root, 'src/a'), 'changed')
  const plan = await until((event) => event.type === 'planned' && event.edits.length > 0 && event.plan)
  expect(rerunning(plan)).toEqual(['COPY src/ /src/: rebuilt'])
  watcher.rebase()
  expect(await until((event) => event.type === 'planned' && rerunning(event.plan).length === 0)).toBe(true)
  await watcher.close()
})

test('a process that goes on after a stop looks at everything', async () => {
  const root = temporaryTree(project)
  const { until } = watch(requestFor(root))
  await until((event) => event.type === 'settled')
  process.emit('SIGCONT')
  await until((event) => event.type === 'settled')
})

test('a thread that cannot start is a failure, not a crash', async () => {
  const watcher = createBuildWatcher(pathToFileURL('/nowhere/context-worker.js'))
  const failed = new Promise<BuildEvent>((resolve) => watcher.start(requestFor(temporaryTree(project)), resolve))
  expect(await failed).toMatchObject({ type: 'failed', failure: { kind: 'watcher-broken' } })
  await watcher.close()
})

/** Runs a program that watches `root` in the thread, and answers what it wrote on stdout, parsed. */
function runWatching(prefix: readonly string[], root: string, onEvent: string): unknown {
  const script = `
    import { Worker } from 'node:worker_threads'
    import { writeFileSync } from 'node:fs'
    const root = ${JSON.stringify(root)}
    const worker = new Worker(${JSON.stringify(bundle)})
    worker.postMessage({ type: 'start', request: ${JSON.stringify(requestFor(root))} })
    const said = []
    let edits = 0
    const finish = () => process.stdout.write(JSON.stringify(said), () => process.exit())
    worker.on('message', (event) => {${onEvent}})`
  const file = join(temporaryTree({ 'run.mjs': script }), 'run.mjs')
  chmodSync(dirname(file), 0o755)
  const { stdout, stderr } = spawnSync('unshare', [...prefix, process.execPath, file], {
    encoding: 'utf8',
    timeout: 50_000,
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

// In a user namespace root is nobody in particular: modes count.
const canLosePower = spawnSync('unshare', ['--user', 'true']).status === 0

test.runIf(canLosePower)(
  'what cannot be read is said, and breaks the steps whose files come with it',
  { timeout: 60_000 },
  () => {
    const root = temporaryTree({
      Dockerfile: 'FROM scratch\nCOPY good /\nCOPY secret /\nFROM scratch\nCOPY good /\nCOPY closed/ /\n',
      good: 'x',
      secret: { text: 'x', mode: 0o000 },
      'closed/file': 'x',
    })
    chmodSync(join(root, 'closed'), 0o000)
    onTestFinished(() => chmodSync(join(root, 'closed'), 0o755))
    const said = runWatching(
      ['--user'],
      root,
      `
      if (event.type === 'notice') said.push(event.notice.text)
      if (event.type === 'failed') said.push(event.failure.summary)
      if (event.type === 'planned') said[0] = event.plan.steps.map(({ text, status }) => text + ': ' + status)
      if (event.type === 'settled') finish()`,
    )
    expect(said).toEqual([
      ['COPY good /: fails', 'COPY closed/ /: fails'],
      'closed cannot be read: a build that needs it fails; make it readable or ignore it',
    ])
  },
)

// A user namespace of its own has its own limit of inotify watches.
const limited = [
  '--user',
  '--map-root-user',
  'sh',
  '-c',
  'echo 6 > /proc/sys/user/max_inotify_watches && exec "$@"',
  '-',
]
const canLimit = spawnSync('unshare', [...limited, 'true']).status === 0

test.runIf(canLimit)('when inotify watches run out it says so and polls', { timeout: 60_000 }, () => {
  const directories = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`src/d${i}/f`, 'x']))
  const root = temporaryTree({ ...project, ...directories })
  const said = runWatching(
    limited,
    root,
    `
      if (event.type === 'notice') said.push(event.notice.text)
      if (event.type === 'watching') said.push(event.status.mode)
      if (event.type === 'settled' && !said.includes('edited')) {
        said.push('edited')
        for (let i = 0; i < 30; i++) writeFileSync(root + '/src/d' + i + '/f', 'changed')
      }
      // Where a watch is left, edits come by themselves; the others with the next look.
      if (event.type === 'planned') for (const edit of event.edits) edits += edit.count
      if (edits === 30) finish()`,
  )
  expect(said).toEqual([
    'polling',
    'inotify watches used up: polling every 2 s; raise fs.inotify.max_user_watches',
    'edited',
  ])
})
