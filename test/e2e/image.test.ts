import { afterEach, expect, test } from 'vitest'
import { openLayertui, runLayertui } from '../support/run-layertui.ts'
import type { ProgramInTerminal } from '../support/terminal/start-terminal.ts'

let program: ProgramInTerminal | undefined
afterEach(async () => program?.close())

test('an image archive opens without an engine: layers, then the files of one', async () => {
  program = openLayertui(['image', 'docker-archive:demo/image.tar.gz'], { columns: 120 })
  await program.waitFor(/RUN npm ci --omit=dev/)
  expect(program.text()).toContain('COPY assets/ ./assets/')
  program.press('G')
  program.press('4')
  await program.waitFor(/dist/)
})

test('what is no image gets its one clear line', async () => {
  program = openLayertui(['image', 'docker-archive:package.json'])
  await program.waitFor(/package\.json.*(not|no) /)
  program.press('q')
  expect(await program.exited()).toMatchObject({ code: 0 })
})

test('without a terminal the layers are printed', async () => {
  const { code, stdout } = await runLayertui(['image', 'docker-archive:demo/image.tar.gz'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^docker-archive:demo\/image\.tar\.gz {2}linux\/amd64 {2}9 layers/)
  expect(stdout).toContain('RUN npm ci --omit=dev')
})

test('without a terminal an image that is nowhere is a failure', async () => {
  const { code, stdout, stderr } = await runLayertui(['image', 'docker-archive:nowhere.tar'])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^layertui: .*nowhere\.tar/)
})
