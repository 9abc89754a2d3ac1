import { writeFileSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { readArguments } from '../support/read-arguments.ts'
import { makeContext } from './bench-context.ts'
import { type BenchRow, tellRows } from './bench-table.ts'
import { measureChokidar } from './measure-chokidar.ts'
import { measurePeers } from './measure-peers.ts'
import { measureProgram } from './measure-program.ts'
import { measureWorker } from './measure-worker.ts'

const usage = `npm run bench -- [--sizes 1000,10000,100000] [--edits 20] [--json FILE]
Prints a Markdown table and writes the figures as JSON. Needs the built program (npm run build).`

const { values } = readArguments(usage, {
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    edits: { type: 'string', default: '20' },
    json: { type: 'string', default: join(tmpdir(), 'layertui-bench.json') },
  },
})

const sizes = values.sizes.split(',').map(Number)
const edits = Number(values.edits)
if (sizes.some((size) => !(size > 0)) || !(edits > 0)) {
  process.stderr.write('bench: --sizes takes numbers of files, --edits a number: --sizes 1000,10000 --edits 20\n')
  process.exit(2)
}

const worker = resolve('dist/context-worker.js')
const rows: BenchRow[] = []
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}`
const save = () =>
  writeFileSync(values.json, `${JSON.stringify({ machine, at: new Date().toISOString(), rows }, null, 2)}\n`)

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
    say('the program')
    const program = await measureProgram(context, edits)
    rows.push({ files, peers, chokidar, thread, program })
    save()
  } finally {
    context.remove()
  }
}

process.stdout.write(`${tellRows(rows)}\n\n${machine}\n`)
process.stderr.write(`bench: figures in ${values.json}\n`)
