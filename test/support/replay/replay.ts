import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addCounts, noCounts } from '../fuzz/compare-build.ts'
import { type BuildTarget, rulesFor } from '../fuzz/fuzz-target.ts'
import { readArguments, readChoice } from '../read-arguments.ts'
import { type Commit, listCommits } from './git-history.ts'
import { prepareTarget } from './prepare-target.ts'
import { replayHistory } from './replay-history.ts'
import { commitText } from './replay-report.ts'

const usage = `npm run replay -- REPO [--commits N] [--dockerfile PATH] [--engine] [--store overlay2|containerd] [--busy] [--arg ARG]…
Plays a git repository's own history through the simulator: for each commit, which steps re-run and why.
--engine builds every commit too, on stand-ins for its base images in which each command succeeds at once, and compares.`

const { values, positionals } = readArguments(usage, {
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '50' },
    dockerfile: { type: 'string', default: 'Dockerfile' },
    engine: { type: 'boolean', default: false },
    store: { type: 'string', default: 'overlay2' },
    busy: { type: 'boolean', default: false },
    arg: { type: 'string', multiple: true, default: [] },
  },
})
const [repository] = positionals
if (repository === undefined) {
  console.error('npm run replay -- REPO: which git repository?')
  process.exit(2)
}
const store = readChoice({ option: '--store', value: values.store, usage }, ['overlay2', 'containerd'])
const rules = rulesFor({ store, builder: null, daemon: 25 })
const commits = commitsOf(repository)
const directory = mkdtempSync(join(tmpdir(), 'layertui-replay-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

let counts = noCounts
let builds = 0
let wrong = 0
const target: BuildTarget | null = values.engine
  ? await prepareTarget({ repository, dockerfile: values.dockerfile, commits, rules, idle: !values.busy })
  : null
const options = { repository, directory, dockerfile: values.dockerfile, args: values.arg, rules, target }
const resolveImages = target?.resolveImages ?? (async () => [])
for await (const replayed of replayHistory(commits, { ...options, resolveImages })) {
  console.log(commitText(replayed))
  builds += 1
  if (replayed.agreement !== null) {
    counts = addCounts(counts, replayed.agreement.counts)
    if (replayed.agreement.disagreements.length > 0) wrong += 1
  }
}
const compared = `${counts.steps} steps compared, ${counts.wrongCached} wrongly cached, ${counts.wrongRebuilt} wrongly rebuilt`
const depends = `${counts.dependsCached + counts.dependsRan} depends (${counts.dependsCached} were cached)`
console.log(`\n${builds} commits${values.engine ? `, ${compared}, ${depends}, ${wrong} commits disagree` : ''}`)
const nothing = values.engine && counts.steps === 0
if (nothing) console.error('nothing was compared: no build came as far as a step')
process.exitCode = wrong > 0 || nothing ? 1 : 0

function commitsOf(path: string): readonly Commit[] {
  try {
    return listCommits(path, Number(values.commits))
  } catch (error) {
    console.error(`${path} is no git repository with commits: ${error instanceof Error ? error.message : error}`)
    process.exit(2)
  }
}
