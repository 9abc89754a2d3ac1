// Packs the program as npm would publish it, installs the tarball into an empty folder with nothing else, and runs it
// there: what a person gets who types `npm install -g layertui`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'layertui-package-'))
let failed = 0

try {
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], process.cwd())
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--offline', join(folder, tarball)], folder)
  const installed = readdirSync(join(folder, 'node_modules')).filter((entry) => !entry.startsWith('.'))
  check('it brings no packages with it', installed.join(' ') === name, installed.join(' '))
  const program = join(folder, 'node_modules/.bin/layertui')
  const said = run(program, ['--version'], folder).trim()
  check('it says its version', said === version, said)
  const plan = run(program, ['plan', join(folder, 'node_modules', name, 'demo')], folder)
  check('it plans the demo', plan.includes('COPY assets/ ./assets/') && plan.includes('cold cache'), plan)
  const demo = run(program, ['demo'], folder)
  check('the demo runs without a terminal', demo.includes('all 13 steps cached'), demo)
  const image = run(
    program,
    ['image', `docker-archive:${join(folder, 'node_modules', name, 'demo/image.tar.gz')}`],
    folder,
  )
  check('it reads the demo image', image.includes('RUN npm ci --omit=dev'), image)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1

function run(command, parameters, cwd) {
  return execFileSync(command, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

function check(what, holds, seen) {
  process.stdout.write(`${holds ? 'passed' : 'FAILED'}: ${what}\n${holds ? '' : `${seen}\n`}`)
  if (!holds) failed++
}
