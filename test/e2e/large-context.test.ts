import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts'
import { runLayertui } from '../support/run-layertui.ts'

const files = 6000

let project: ProjectFolder
let elsewhere: ProjectFolder
beforeEach(() => {
  project = projectFolder({ Dockerfile: 'FROM scratch\nCOPY src/ /src/\n', 'src/d7/one': '1' })
  elsewhere = projectFolder({
    // Every thread of the process loads it.
    'threads.mjs': `
      import { appendFileSync } from 'node:fs'
      import { isMainThread } from 'node:worker_threads'
      if (!isMainThread) appendFileSync(new URL('started', import.meta.url), 'one more\\n')`,
    started: '',
  })
})
afterEach(() => {
  project.remove()
  elsewhere.remove()
})

const env = () => ({
  NODE_OPTIONS: `--import ${pathToFileURL(join(elsewhere.path, 'threads.mjs')).href}`,
  XDG_CACHE_HOME: join(elsewhere.path, 'cache'),
})
const started = () => readFileSync(join(elsewhere.path, 'started'), 'utf8')

test('a large context is read with further threads where there are processors for them, and no digest is wrong', async () => {
  for (let file = 0; file < files; file++) project.write(`src/d${file % 50}/${file}`, `${file}`)
  const file = join(elsewhere.path, 'base.json')
  expect(await runLayertui(['record', '-o', file, project.path], { env: env() })).toMatchObject({ code: 0, stderr: '' })
  const { stdout } = await runLayertui(['plan', '--baseline', `file:${file}`, '--format', 'json', project.path])
  expect(JSON.parse(stdout).summary).toMatchObject({ rebuilt: 0 })
  project.write('src/d7/7', '8')
  const { stdout: edited } = await runLayertui(['plan', '--baseline', `file:${file}`, '--format', 'json', project.path])
  expect(JSON.parse(edited).steps.at(-1).causes).toEqual([
    { kind: 'content', files: [{ path: 'src/d7/7', change: 'modified' }], total: 1 },
  ])
  expect(started() !== '').toBe(availableParallelism() > 1)
})

test('a small context is read without', async () => {
  const { code } = await runLayertui(['plan', project.path], { env: env() })
  expect([code, started()]).toEqual([0, ''])
})
