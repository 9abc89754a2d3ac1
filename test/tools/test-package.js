// Packs the program as npm would publish it, installs the tarball into an empty folder with nothing else, and runs it
// there: what a person gets who types `npm install -g layertui`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const directory = mkdtempSync(join(tmpdir(), 'layertui-package-'))
let failed = 0

try {
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', directory], process.cwd())
  const tarball = readdirSync(directory).find((file) => file.endsWith('.tgz'))
  writeFileSync(join(directory, 'package.json'), '{ "private": true }')
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--offline', join(directory, tarball)], directory)
  const installed = readdirSync(join(directory, 'node_modules')).filter((entry) => !entry.startsWith('.'))
  check('it brings no packages with it', installed.join(' ') === name, installed.join(' '))
  const program = join(directory, 'node_modules/.bin/layertui')
  const said = run(program, ['--version'], directory).trim()
  check('it says its version', said === version, said)
  const plan = run(program, ['plan', join(directory, 'node_modules', name, 'demo')], directory)
  check('it plans the demo', plan.includes('COPY assets/ ./assets/') && plan.includes('empty cache'), plan)
  const demo = run(program, ['demo'], directory)
  check('the demo runs without a terminal', demo.includes('all 13 steps cached'), demo)
  const image = run(
    program,
    ['image', `docker-archive:${join(directory, 'node_modules', name, 'demo/image.tar.gz')}`],
    directory,
  )
  check('it reads the demo image', image.includes('RUN npm ci --omit=dev'), image)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1

function run(command, parameters, cwd) {
  return execFileSync(command, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

function check(what, holds, seen) {
  process.stdout.write(`${holds ? 'passed' : 'FAILED'}: ${what}\n${holds ? '' : `${seen}\n`}`)
  if (!holds) failed++
}
