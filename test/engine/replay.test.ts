import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultRules } from '../../src/cache/model/build-options.ts'
import { type Commit, listCommits } from '../support/replay/git-history.ts'
import { makeRepository, shopHistory } from '../support/replay/make-repository.ts'
import { prepareTarget } from '../support/replay/prepare-target.ts'
import { replayHistory } from '../support/replay/replay-history.ts'

let directory: string
let repository: string
let commits: readonly Commit[]

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'layertui-test-replay-'))
  repository = join(directory, 'shop')
  makeRepository(repository, saltedHistory(directory))
  commits = listCommits(repository, 50)
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

test.each(['overlay2', 'containerd'] as const)('a history builds on stand-ins as predicted (%s)', async (builder) => {
  const rules = { ...defaultRules, builder }
  const target = await prepareTarget({ repository, dockerfile: 'Dockerfile', commits, rules, idle: false })
  const disagreements: string[] = []
  const built: string[] = []
  const options = { repository, directory: join(directory, builder), dockerfile: 'Dockerfile', args: [], rules }
  for await (const { commit, real, agreement } of replayHistory(commits, {
    ...options,
    target,
    resolveImages: target.resolveImages,
  })) {
    if (real?.ok) built.push(commit.subject)
    disagreements.push(...agreement!.disagreements.map((text) => `${commit.subject}: ${text}`))
  }

  expect(disagreements).toEqual([])
  expect(built).toEqual(Object.keys(shopHistory))
})

/** The builder is asked for something that no run before has built. */
function saltedHistory(salt: string): typeof shopHistory {
  const { start, ...later } = shopHistory
  const dockerfile = start!.Dockerfile!.replaceAll(/^FROM .*$/gm, (from) => `${from}\nCOPY .salt /.salt`)
  return { start: { ...start, Dockerfile: dockerfile, '.salt': salt }, ...later }
}
