import { expect, test } from 'vitest'
import type { Failure } from '../../../src/diagnostics/failure.ts'
import type { EngineInfo } from '../../../src/session/engine-event.ts'
import { editsIn, PretendDisk, rerunningIn } from './pretend-disk.ts'

const dockerfile = 'FROM scratch\nCOPY package.json ./\nRUN install\nCOPY src/ ./src/\nRUN build\n'
const project = { Dockerfile: dockerfile, 'package.json': '{}', 'src/a.ts': 'one', 'README.md': 'hello' }

function started(files: Readonly<Record<string, string>> = project): PretendDisk {
  const disk = new PretendDisk(files)
  disk.start()
  return disk
}

test('shows the steps before anything was looked at, then the plan: what is there at the start counts as built', () => {
  const disk = new PretendDisk(project)
  const events = disk.start()
  const plans = events.flatMap((event) => (event.type === 'planned' ? [event.plan] : []))
  expect(plans[0]!.steps.map(({ status }) => status)).toEqual(['checking', 'checking', 'checking', 'checking'])
  expect(rerunningIn(events)).toEqual([])
  expect(events.at(-1)).toEqual({ type: 'settled' })
})

test('asks for one thing after the other, and hashes only what a step reads', () => {
  const disk = started()
  expect(disk.requests.map(({ type }) => type)).toEqual([
    'read-dockerfile',
    'read-ignore-files',
    'walk',
    'hash',
    'follow-files',
    'rest',
    'wake-after',
  ])
  const hashed = disk.requests.flatMap((request) => (request.type === 'hash' ? request.files : []))
  expect(hashed.flatMap(({ paths }) => paths).toSorted()).toEqual(['package.json', 'src/a.ts'])
})

test('a saved file busts the step that copies it and those after it', () => {
  const events = started().save({ 'src/a.ts': 'changed' })
  expect(rerunningIn(events)).toEqual(['COPY src/ ./src/: rebuilt', 'RUN build: rebuilt'])
  expect(editsIn(events)).toMatchObject([{ path: 'src/a.ts', verdict: { kind: 'busts', rerun: 2 } }])
})

test('a file that no step reads is an edit without consequences, an ignored one names its line', () => {
  const disk = started({ ...project, '.dockerignore': 'logs\n' })
  expect(editsIn(disk.save({ 'README.md': 'more' }))).toMatchObject([{ verdict: { reason: 'not copied' } }])
  expect(editsIn(disk.save({ logs: 'x' }))).toMatchObject([
    { path: 'logs', verdict: { reason: 'ignored', detail: '.dockerignore line 1 logs' } },
  ])
})

test('a hint without a change leads to no plan', () => {
  const disk = started()
  expect(disk.save({ 'src/a.ts': 'one' }).map(({ type }) => type)).toEqual(['settled'])
})

test('a Dockerfile that is emptied is read once more before anything is said', () => {
  const disk = started()
  disk.intercept = (question) => {
    if (question.type === 'read-dockerfile' && question.after > 0) disk.change({ Dockerfile: `${dockerfile}# done\n` })
    return undefined
  }
  const events = disk.save({ Dockerfile: '' })
  expect(events.some(({ type }) => type === 'broken')).toBe(false)
  expect(editsIn(events)).toMatchObject([{ path: 'Dockerfile', verdict: { reason: 'comment only' } }])
})

test('a broken Dockerfile leaves the last plan, and is said once', () => {
  const disk = started()
  expect(editsIn(disk.save({ Dockerfile: `${dockerfile}COP` }))).toMatchObject([{ verdict: { kind: 'broken' } }])
  expect(disk.save({ 'README.md': 'x' }).filter(({ type }) => type === 'broken')).toEqual([])
  expect(editsIn(disk.save({ Dockerfile: dockerfile }))).toMatchObject([
    { path: 'Dockerfile', verdict: { reason: 'same bytes' } },
    { path: 'README.md', verdict: { reason: 'not copied' } },
  ])
})

test('what is heard while files are hashed is looked at before a plan is reported', () => {
  const disk = started()
  let isFirst = true
  disk.intercept = (question) => {
    if (question.type === 'hash' && isFirst) {
      isFirst = false
      disk.save({ 'package.json': '{"new": 1}' })
    }
    return undefined
  }
  const events = disk.save({ 'src/a.ts': 'changed' })
  expect(events.flatMap((event) => (event.type === 'planned' ? [event.edits.length] : []))).toEqual([2])
  expect(rerunningIn(events)).toHaveLength(4)
})

test('a context that is out of reach is tried again, and a failure is said once', () => {
  const disk = started()
  const failure: Failure = { kind: 'no-context', summary: '/srv does not exist', detail: '', nextStep: '' }
  disk.intercept = ({ type }) => (type === 'look' ? { type: 'request-failed', failure, internal: false } : undefined)
  expect(disk.save({ 'src/a.ts': 'x' })).toContainEqual({ type: 'failed', failure })
  expect(disk.requests.at(-1)).toEqual({ type: 'wake-after', ms: 500 })
  expect(disk.tell({ type: 'time-passed' })).not.toContainEqual({ type: 'failed', failure })
  disk.intercept = () => undefined
  expect(editsIn(disk.tell({ type: 'time-passed' }))).toMatchObject([{ path: 'src/a.ts' }])
})

test('looks at everything from time to time where changes cannot be heard', () => {
  const disk = new PretendDisk(project)
  disk.intercept = ({ type }) =>
    type === 'follow-files'
      ? { type: 'files-followed', watching: { elsewhere: false, watches: 0, limit: 'ENOSPC' } }
      : undefined
  expect(disk.start()).toContainEqual(expect.objectContaining({ type: 'notice' }))
  expect(disk.requests.at(-1)).toEqual({ type: 'wake-after', ms: 2000 })
  disk.change({ 'src/a.ts': 'unheard' })
  expect(editsIn(disk.tell({ type: 'time-passed' }))).toMatchObject([{ path: 'src/a.ts' }])
  expect(disk.tell({ type: 'time-passed' })).toEqual([])
})

test('the baseline that is set is what is on the disk then, heard of or not', () => {
  const disk = started()
  disk.change({ 'src/a.ts': 'unheard' })
  const events = disk.tell({ type: 'baseline-set' })
  expect(rerunningIn(events)).toEqual([])
  expect(disk.state.baseline.live?.builds).toHaveLength(2)
  // The state before is still in the cache.
  expect(editsIn(disk.save({ 'src/a.ts': 'one' }))).toMatchObject([{ verdict: { reason: 'as built' } }])
  expect(rerunningIn(disk.save({ 'src/a.ts': 'third' }))).toHaveLength(2)
})

test('an engine with other rules is no change: the state at the start is built anew by them', () => {
  const disk = started()
  const engine: EngineInfo = {
    version: '28.5.2',
    apiVersion: '1.51',
    platform: 'linux/amd64',
    builder: 'containerd',
    endpoint: 'unix:///var/run/docker.sock',
    buildkit: null,
  }
  expect(rerunningIn(disk.tell({ type: 'engine-known', engine }))).toEqual([])
  expect(disk.state.rules.builder).toBe('containerd')
  expect(disk.tell({ type: 'engine-known', engine })).toEqual([])
})

test('an image that becomes known later is no change, a moved one is', () => {
  const disk = started({ Dockerfile: 'FROM base:1\nRUN x\n' })
  const ref = 'docker.io/library/base:1'
  expect(disk.events).toContainEqual({ type: 'images-asked', refs: [ref] })
  const image = (id: string) => ({ ref, id, digest: null, diffIds: [id], config: null })
  expect(rerunningIn(disk.tell({ type: 'images-known', images: [image('sha256:one')] }))).toEqual([])
  expect(rerunningIn(disk.tell({ type: 'images-known', images: [image('sha256:two')] }))).toHaveLength(2)
})

test('an answer that nobody waits for changes nothing', () => {
  const disk = started()
  const { state } = disk
  expect(disk.tell({ type: 'walked', snapshots: [] })).toEqual([])
  expect(disk.state).toBe(state)
})

test('a session that reads once waits for images, asks for those of triggers too, and ends with one plan', () => {
  const disk = new PretendDisk({ Dockerfile: 'FROM base:1\nRUN x\n' }, {}, 'once')
  const config = { user: '', workdir: '', env: [], entrypoint: [], command: [], labels: {}, shell: [] }
  disk.intercept = (question) => {
    if (question.type !== 'resolve-images') return undefined
    const images = question.refs.map((ref) => {
      const onbuild = ref.endsWith('base:1') ? ['COPY --from=other:2 /x /x'] : []
      return { ref, id: `id of ${ref}`, digest: null, diffIds: [], config: { ...config, onbuild } }
    })
    return { type: 'images-resolved', images }
  }
  const events = disk.start()
  expect(disk.requests.flatMap((request) => (request.type === 'resolve-images' ? request.refs : []))).toEqual([
    'docker.io/library/base:1',
    'docker.io/library/other:2',
  ])
  expect(events.map(({ type }) => type)).toEqual(['planned', 'settled'])
  expect(disk.requests.some(({ type }) => type === 'follow-files' || type === 'wake-after')).toBe(false)
})

test('a session that reads once gives up on a file that never comes to rest', () => {
  const disk = new PretendDisk(project, {}, 'once')
  disk.intercept = ({ type }) => (type === 'hash' ? { type: 'hashed', snapshots: [] } : undefined)
  expect(disk.start()).toMatchObject([{ type: 'failed', failure: { kind: 'context-restless' } }, { type: 'settled' }])
})
