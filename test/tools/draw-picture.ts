// Draws README's picture: the workbench on the demo in a real pseudo-terminal, after two edits of its scenario.
//   npm run picture
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import headless from '@xterm/headless'
import { applyEdit, readScenario } from '../../src/cli/demo/scenario.ts'
import { screenToSvg } from './screen-to-svg.ts'

const size = { cols: 100, rows: 38 }
const directory = mkdtempSync(join(tmpdir(), 'layertui-picture-'))
const terminal = new headless.Terminal({ ...size, allowProposedApi: true })
const { CI: _ci, NO_COLOR: _no, ...environment } = process.env
const program = spawn(process.execPath, ['bin/layertui.js', 'demo'], {
  ...size,
  name: 'xterm-256color',
  env: { ...environment, TMPDIR: directory, DOCKER_HOST: 'unix:///nowhere/docker.sock', LC_ALL: 'C.UTF-8' } as Record<
    string,
    string
  >,
})
program.onData((data) => terminal.write(data))

try {
  await until('13 steps cached')
  await until('line 15')
  const context = join(directory, readdirSync(directory)[0]!, 'shop')
  const edits = await readScenario('demo/scenario.json')
  for (const [file, verdict] of [
    ['README.md', 'README.md  nothing re-runs'],
    ['assets/style.css', 'assets/style.css  busts'],
  ] as const) {
    await applyEdit(context, edits.find((edit) => (edit.append ?? edit.replace)?.file === file)!)
    await until(verdict)
  }
  // Changed rows are highlighted for a short time; the picture shows the screen after it.
  await new Promise((resolve) => setTimeout(resolve, 2000))
  writeFileSync('demo/picture.svg', screenToSvg(terminal, 'layertui on its demo: one save in assets/ re-runs npm ci'))
} finally {
  program.kill('SIGTERM')
  await new Promise((resolve) => program.onExit(resolve))
  rmSync(directory, { recursive: true, force: true })
}

async function until(text: string): Promise<void> {
  const end = Date.now() + 60_000
  while (!shown().includes(text)) {
    if (Date.now() > end) throw new Error(`waited in vain for "${text}" on:\n${shown()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function shown(): string {
  return Array.from({ length: size.rows }, (_, row) =>
    terminal.buffer.active.getLine(row)?.translateToString(true),
  ).join('\n')
}
