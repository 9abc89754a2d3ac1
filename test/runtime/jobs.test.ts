import { expect, test } from 'vitest'
import { createJobs } from '../../src/runtime/jobs.ts'

/** A job that ends when the test says so. */
function heldJob() {
  let finish = () => {}
  let fail: (error: unknown) => void = () => {}
  const held = new Promise<void>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  return { held, finish: () => finish(), fail: (error: unknown) => fail(error) }
}

test('what a job tells is reported, and then all is idle', async () => {
  const jobs = createJobs()
  const told: string[] = []
  jobs.start<string>({
    key: 'image.read',
    cause: 'shop:dev',
    run: async (_signal, report) => {
      report('half')
      report('all')
    },
    report: (fact) => told.push(fact),
    fail: () => told.push('failed'),
  })
  expect(jobs.running()).toEqual([{ key: 'image.read', cause: 'shop:dev' }])
  await jobs.whenIdle()
  expect(told).toEqual(['half', 'all'])
  expect(jobs.running()).toEqual([])
})

test('the same key replaces: the older one is aborted, and what it still says is dropped', async () => {
  const jobs = createJobs()
  const told: string[] = []
  const first = heldJob()
  let signalOfFirst: AbortSignal | null = null
  const start = (name: string, wait: Promise<void>) =>
    jobs.start<string>({
      key: 'image.inspect',
      cause: name,
      run: async (signal, report) => {
        signalOfFirst ??= signal
        await wait
        report(name)
      },
      report: (fact) => told.push(fact),
      fail: () => told.push('failed'),
    })
  start('older', first.held)
  await Promise.resolve()
  start('newer', Promise.resolve())
  expect(signalOfFirst).toMatchObject({ aborted: true })
  first.finish()
  await jobs.whenIdle()
  expect(told).toEqual(['newer'])
})

test('a job that goes wrong is told, one that was aborted is not', async () => {
  const jobs = createJobs()
  const failed: unknown[] = []
  const start = (key: string, wait: Promise<void>) =>
    jobs.start({ key, cause: key, run: () => wait, report: () => {}, fail: (error) => failed.push(error) })
  const [bad, left] = [heldJob(), heldJob()]
  start('bad', bad.held)
  start('left', left.held)
  await Promise.resolve()
  jobs.abort('left')
  bad.fail('broken')
  left.fail('aborted')
  await jobs.whenIdle()
  expect(failed).toEqual(['broken'])
})

test('idle waits for aborted work to end too', async () => {
  const jobs = createJobs()
  const job = heldJob()
  jobs.start({ key: 'slow', cause: 'slow', run: () => job.held, report: () => {}, fail: () => {} })
  await Promise.resolve()
  jobs.abortAll()
  let isIdle = false
  const idle = jobs.whenIdle().then(() => {
    isIdle = true
  })
  await Promise.resolve()
  expect(isIdle).toBe(false)
  job.finish()
  await idle
})
