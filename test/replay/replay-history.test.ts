import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultRules } from '../../src/cache/model/build-options.ts'
import { listCommits } from '../support/replay/git-history.ts'
import { makeRepository, shopHistory } from '../support/replay/make-repository.ts'
import { replayHistory } from '../support/replay/replay-history.ts'
import { commitText } from '../support/replay/replay-report.ts'

let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'layertui-test-replay-'))
  makeRepository(join(directory, 'shop'), shopHistory)
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('commits come oldest first, the newest ones when there are more', () => {
  const commits = listCommits(join(directory, 'shop'), 3)
  expect(commits.map(({ subject }) => subject)).toEqual([
    'a new logo',
    'take the source edit back',
    'take the dependency back',
  ])
})

test("a repository's history says commit by commit what re-runs, reverts included", async () => {
  const rerun: Record<string, readonly string[]> = {}
  for await (const { commit, prediction } of replay('history')) {
    const steps = prediction!.plan!.steps.filter(({ status }) => status !== 'cached')
    rerun[commit.subject] = steps.map(({ status, text }) => `${status}: ${text}`)
  }

  expect(rerun).toEqual({
    start: [
      'rebuilt: WORKDIR /app',
      'rebuilt: COPY package.json package-lock.json ./',
      'rebuilt: RUN npm ci',
      'rebuilt: COPY src/ src/',
      'rebuilt: RUN npm run build',
      'rebuilt: COPY assets/ /usr/share/nginx/html/',
      'rebuilt: COPY --from=build /app/dist /usr/share/nginx/html/',
      'rebuilt: RUN ["nginx", "-t"]',
    ],
    'edit a source': [
      'rebuilt: COPY src/ src/',
      'rebuilt: RUN npm run build',
      'depends: COPY --from=build /app/dist /usr/share/nginx/html/',
      'depends: RUN ["nginx", "-t"]',
    ],
    'write a readme': [],
    'add a dependency': [
      'rebuilt: COPY package.json package-lock.json ./',
      'rebuilt: RUN npm ci',
      'rebuilt: COPY src/ src/',
      'rebuilt: RUN npm run build',
      'depends: COPY --from=build /app/dist /usr/share/nginx/html/',
      'depends: RUN ["nginx", "-t"]',
    ],
    'a new logo': [
      'rebuilt: COPY assets/ /usr/share/nginx/html/',
      'rebuilt: COPY --from=build /app/dist /usr/share/nginx/html/',
      'rebuilt: RUN ["nginx", "-t"]',
    ],
    'take the source edit back': expect.arrayContaining(['rebuilt: COPY src/ src/']),
    'take the dependency back': expect.anything(),
  })
})

test('the report names each step that re-runs and why', async () => {
  const texts: string[] = []
  for await (const replayed of replay('report')) texts.push(commitText(replayed))

  expect(texts[1]).toMatch(/^[0-9a-f]{10} edit a source\n {4}2 of 10 steps re-run, 2 depend on a stage that does\n/)
  expect(texts[1]).toMatch(/rebuilt {2}\[build 5\/6\] COPY src\/ src\/ {3}src\/cart\.ts/)
  expect(texts[2]).toMatch(/0 of 10 steps re-run$/)
})

const replay = (name: string) =>
  replayHistory(listCommits(join(directory, 'shop'), 50), {
    repository: join(directory, 'shop'),
    directory: join(directory, name),
    dockerfile: 'Dockerfile',
    args: [],
    rules: defaultRules,
    resolveImages: async () => [],
    target: null,
  })
