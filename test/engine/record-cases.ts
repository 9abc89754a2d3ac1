// npm run record-cases -- [--store overlay2|containerd|legacy|20.10] [--write] [--runs N] [--syntax REF] [--builder NAME] [--to FILE] [names…]
// Builds cases of test/cases/cache on a live engine and says what differs from their recordings; --write replaces these.
// `legacy` is the classic builder (DOCKER_BUILDKIT=0), in the overlay2 store; `20.10` is BuildKit of Docker 20.10.
// A name matches as part of a case's folder name. Needs an engine that does nothing else meanwhile: builds share FROM lines.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type CaseFile, casesDirectory, readCase } from '../support/cases/case-file.ts'
import { provideBaseImage } from './base-image.ts'
import { makeCaseTools } from './case-tools.ts'
import { describeEngine } from './describe-engine.ts'
import { type EngineName, startEngine } from './engine.ts'
import { type RecordedBuild, type RecordTarget, recordCase } from './record-case.ts'
import {
  type RecordedEngine,
  type Recording,
  readRecording,
  recordingDifferences,
  recordingName,
  writeRecording,
} from './recording.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    store: { type: 'string', default: 'overlay2' },
    write: { type: 'boolean', default: false },
    runs: { type: 'string', default: '1' },
    syntax: { type: 'string' },
    builder: { type: 'string' },
    to: { type: 'string' },
  },
})
const classic = values.store === 'legacy'
const engineName = engineOfStore(values.store)
const caseEngine = classic ? 'legacy28' : engineName
const engine = await startEngine(engineName)
await provideBaseImage(engine)
const tools = makeCaseTools(engine)
const target: RecordTarget = {
  engine,
  env: tools.env,
  syntax: values.syntax ?? null,
  builder: values.builder ?? null,
  classic,
}
const described = { ...describeEngine(engine, target.builder), ...(classic && { builder: 'legacy' }) }
console.log(`engine ${described.server}, ${described.storageDriver ?? described.builder}`)

let equal = 0
let different = 0
try {
  for (const name of readdirSync(casesDirectory).sort()) {
    const spec = readCase(join(casesDirectory, name))
    if (positionals.length > 0 && !positionals.some((part) => name.includes(part))) continue
    if (spec.engines && !spec.engines.includes(caseEngine)) continue
    await recordOne(name, spec)
  }
} finally {
  tools.remove()
}
console.log(`${equal} as recorded, ${different} different or new`)

function engineOfStore(store: string): EngineName {
  if (store === '20.10') return '20'
  return store === 'containerd' ? '28c' : '28'
}

async function recordOne(name: string, spec: CaseFile): Promise<void> {
  const runs: (readonly RecordedBuild[])[] = []
  for (let run = 0; run < Number(values.runs); run += 1) runs.push(await recordCase(spec, target))
  const recording = toRecording(runs, described)
  const file = join(casesDirectory, name, values.to ?? fileFor(spec))
  const before = readRecording(file)
  const differences = before ? recordingDifferences(before, recording, { compareFrom: true }) : ['+ not recorded yet']
  if (differences.length === 0) equal += 1
  else {
    different += 1
    console.log([name, ...differences].join('\n    '))
  }
  if (values.write) writeRecording(file, recording)
}

function fileFor({ engines }: CaseFile): string {
  if (classic) return 'truth.legacy28.json'
  if (target.builder !== null) return 'truth.bk-new.json'
  return target.syntax === null ? recordingName(engineName, engines) : 'truth.syntax1.json'
}

function toRecording(runs: readonly (readonly RecordedBuild[])[], by: RecordedEngine): Recording {
  const first = runs[0]!
  const last = first.at(-1)!
  const answers = new Map(runs.map((run) => [JSON.stringify(run.at(-1)), run.at(-1)!]))
  return {
    engine: by,
    ...(target.syntax !== null && { syntax: target.syntax }),
    recordedAt: new Date().toISOString(),
    runs: runs.length,
    deterministic: answers.size === 1,
    ok: last.ok,
    ...(last.error !== undefined && { error: last.error }),
    contextLoaded: last.contextLoaded,
    steps: last.steps,
    ...(answers.size > 1 && { alternatives: [...answers.values()].map(({ ok, steps }) => ({ ok, steps })) }),
    earlier: first.slice(0, -1),
  }
}
