import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryTree } from '../sources/files/temporary-tree.ts'
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts'
import { openLayertui } from '../support/run-layertui.ts'
import type { ProgramInTerminal, TerminalOptions } from '../support/terminal/start-terminal.ts'

let project: ProjectFolder
let opened: ProgramInTerminal[]
beforeEach(() => {
  opened = []
  project = projectFolder({
    Dockerfile: [
      'FROM node:20 AS build',
      'WORKDIR /app',
      'COPY package.json ./',
      'RUN npm ci',
      'COPY src/ ./src/',
      'RUN npm run build',
      'FROM node:20-slim',
      'COPY --from=build /app/dist .',
      'CMD ["node", "."]',
      '',
    ].join('\n'),
    '.dockerignore': '*.md\n',
    'package.json': '{}',
    'src/cart.ts': 'export const total = 1\n',
    'README.md': 'shop\n',
  })
})
afterEach(async () => {
  for (const program of opened) await program.close()
  project.remove()
})

function open(words: readonly string[] = [], options: TerminalOptions = {}): ProgramInTerminal {
  const program = openLayertui([...words, project.path], options)
  opened.push(program)
  return program
}

test('a save shows, in one frame, which steps it busts and why', async () => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  project.write('src/cart.ts', 'export const total = 2\n')
  await program.waitFor('src/cart.ts  busts line 5 COPY src/ ./src/')
  const screen = program.text()
  expect(screen).toMatch(/● +5 COPY src\/ \.\/src\/ +src\/cart\.ts modified/)
  expect(screen).toMatch(/↓ +6 RUN npm run build +from line 5/)
  expect(screen).toMatch(/\? +8 COPY ‹build› \/app\/dist \. +if line 6 changes it/)
  expect(screen).toMatch(/✓ +4 RUN npm ci/)
})

test('a save that re-runs nothing is answered as plainly, and so is an undone one', async () => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  project.write('README.md', 'the shop\n')
  await program.waitFor(/README\.md +nothing re-runs: ignored by \.dockerignore line 1/)
  project.write('src/cart.ts', 'export const total = 2\n')
  await program.waitFor('busts line 5 COPY src/')
  project.write('src/cart.ts', 'export const total = 1\n')
  await program.waitFor('src/cart.ts  nothing new: back to what was built')
  expect(program.text()).toContain('8 cached')
})

test('a half-typed Dockerfile shows its problem with the line and keeps the last plan', async () => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  const whole = project.read('Dockerfile')
  project.write('Dockerfile', whole.replace('RUN npm ci', 'RUM npm ci'))
  await program.waitFor(/line 4: .*unknown instruction/i)
  expect(program.text()).toContain('COPY package.json ./')
  project.write('Dockerfile', whole.replace('RUN npm ci', 'RUN npm ci --no-audit'))
  await program.waitFor(/● +4 RUN npm ci --no-audit +instruction changed/)
})

test('enter tells why, in full', async () => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  project.write('src/cart.ts', 'export const total = 2\n')
  await program.waitFor('busts line 5 COPY src/')
  program.press('\r')
  await program.waitFor('Re-runs because src/cart.ts was modified.')
})

test('the layout follows the window, down to a tiny one and back', async () => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  await program.resize(140, 44)
  await program.waitFor((screen) => screen.lines().some((line) => /1 Plan.*3 Layers/.test(line)))
  await program.resize(40, 10)
  await program.waitFor((screen) => /all 8 steps cached/.test(screen.text()) && !/3 Layers/.test(screen.text()))
  expect(program.lines()).toHaveLength(10)
  project.write('src/cart.ts', 'export const total = 2\n')
  await program.waitFor(/● +5 COPY src\//)
  await program.resize(84, 44)
  await program.waitFor('2 Edits')
})

test('q gives the terminal back as it was', async () => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  expect(program.modes()).toMatchObject({ alternate: true, cursorHidden: true, mouse: true })
  program.press('q')
  expect(await program.exited()).toMatchObject({ code: 0 })
  expect(program.modes()).toEqual({ alternate: false, cursorHidden: false, mouse: false, autowrap: true })
})

test.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
] as const)('%s gives the terminal back and ends with %i', async (signal, code) => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  program.kill(signal)
  expect(await program.exited()).toMatchObject({ code })
  expect(program.modes()).toEqual({ alternate: false, cursorHidden: false, mouse: false, autowrap: true })
})

test('an idle workbench writes nothing', async () => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  await program.waitFor('no Docker engine')
  await program.settle(2500)
  const before = program.bytesWritten()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(program.bytesWritten()).toBe(before)
})

test('without colors the picture says the same', async () => {
  const program = open(['--no-color'])
  await program.waitFor('all 8 steps cached')
  project.write('src/cart.ts', 'export const total = 2\n')
  await program.waitFor(/● +5 COPY src\//)
  expect(program.raw()).not.toMatch(/\x1b\[(3[0-7]|9[0-7]|4[0-7])m/)
})

test('o gives the terminal to the editor at the chosen line, and takes it back', async () => {
  const editor = join(temporaryTree({ 'editor.sh': 'echo "editing $*"\nread answer\n' }), 'editor.sh')
  const program = open([], { env: { EDITOR: `sh ${editor}`, VISUAL: '' } })
  await program.waitFor('all 8 steps cached')
  program.press('g')
  await program.waitFor('▌✓  1 FROM')
  program.press('o')
  await program.waitFor(/editing .*Dockerfile/)
  project.write('src/cart.ts', 'export const total = 2\n')
  program.press('\r')
  await program.waitFor('src/cart.ts  busts line 5 COPY src/ ./src/')
  expect(program.text()).not.toContain('editing')
})

test('y hands text to the clipboard of the terminal', async () => {
  const program = open()
  await program.waitFor('all 8 steps cached')
  program.press('gy')
  await program.waitFor('Copied Dockerfile:1')
  expect(program.raw()).toContain(`]52;c;${Buffer.from('Dockerfile:1').toString('base64')}\u0007`)
})
