import { writeFileSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { readArguments } from '../support/read-arguments.ts'
import { makeContext } from './bench-context.ts'
import { makeImage } from './bench-image.ts'
import { type BenchRow, tellKeys, tellRows } from './bench-table.ts'
import { measureChokidar } from './measure-chokidar.ts'
import { type KeyFigures, measureKeys } from './measure-keys.ts'
import { measurePeers } from './measure-peers.ts'
import { measurePlan } from './measure-plan.ts'
import { measureProgram } from './measure-program.ts'
import { measureWorker } from './measure-worker.ts'

const usage = `npm run bench -- [--sizes 1000,10000,100000] [--edits 20] [--keys 120] [--json FILE]
Without sizes (--sizes '') only keys are measured, with --keys 0 only contexts. Prints a Markdown table and writes the figures as JSON. Needs the built program (npm run build).`

const { values } = readArguments(usage, {
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    edits: { type: 'string', default: '20' },
    keys: { type: 'string', default: '120' },
    json: { type: 'string', default: join(tmpdir(), 'layertui-bench.json') },
  },
})

const sizes = values.sizes === '' ? [] : values.sizes.split(',').map(Number)
const edits = Number(values.edits)
const keys = Number(values.keys)
if (sizes.some((size) => !(size > 0)) || !(edits > 0) || !(keys >= 0)) {
  process.stderr.write(
    'bench: --sizes takes numbers of files, --edits and --keys a number: --sizes 1000,10000 --edits 20 --keys 120\n',
  )
  process.exit(2)
}

const worker = resolve('dist/context-worker.js')
const rows: BenchRow[] = []
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}`
let keyFigures: KeyFigures | null = null
const save = () =>
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, at: new Date().toISOString(), rows, keys: keyFigures }, null, 2)}\n`,
  )

for (const files of sizes) {
  const say = (what: string) => process.stderr.write(`bench: ${files.toLocaleString('en')} files: ${what}\n`)
  say('writing them')
  const context = makeContext(files)
  try {
    say('git status, stat walk, docker build')
    const peers = await measurePeers(context, 5)
    say('chokidar')
    const chokidar = measureChokidar(context)
    say('the watching thread')
    const thread = await measureWorker(context, worker, { cold: 3, remembered: 5, edits })
    say('plan')
    const plan = await measurePlan(context, { cold: 3, remembered: 5 })
    say('the program')
    const program = await measureProgram(context, edits)
    rows.push({ files, peers, chokidar, thread, plan, program })
    save()
  } finally {
    context.remove()
  }
}

if (rows.length > 0) process.stdout.write(`${tellRows(rows)}\n\n`)
if (keys > 0) {
  process.stderr.write('bench: keys in the files of an image\n')
  const image = await makeImage()
  try {
    keyFigures = await measureKeys(image, keys)
    process.stdout.write(`${tellKeys(keyFigures, image)}\n\n`)
    save()
  } finally {
    image.remove()
  }
}
process.stdout.write(`${machine}\n`)
process.stderr.write(`bench: figures in ${values.json}\n`)
