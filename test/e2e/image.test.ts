import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { gzip, imageParts, packTar } from '../support/image-archive.ts'
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

test('an archive that exists needs no scheme, and may be piped in', async () => {
  const { stdout: named } = await runLayertui(['image', 'demo/image.tar.gz'])
  expect(named).toMatch(/^docker-archive:demo\/image\.tar\.gz /)
  const piped = await runLayertui(['image', '-'], { input: await readFile('demo/image.tar.gz') })
  expect(piped.code).toBe(0)
  expect(piped.stdout.split('\n').slice(1)).toEqual(named.split('\n').slice(1))
})

test('as JSON, with the files of each layer', async () => {
  const { code, stdout } = await runLayertui(['image', 'demo/image.tar.gz', '--format', 'json', '--files'])
  const report = JSON.parse(stdout)
  expect([code, report.schemaVersion, report.source, report.layers.length]).toEqual([0, 1, 'docker-archive', 9])
  expect(report.sizeBytes).toBe(
    report.layers.reduce((sum: number, layer: { sizeBytes: number }) => sum + layer.sizeBytes, 0),
  )
  for (const { files, added, modified, removed } of report.layers) {
    const changed = files.filter(({ type, change }: Record<string, string>) => type !== 'dir' && change !== 'unchanged')
    expect(changed).toHaveLength(added + modified + removed)
  }
})

test('a damaged layer is named, the others are shown, and the exit code says so', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'layertui-image-'))
  try {
    const { config, layers } = await imageParts([
      { command: 'RUN good', layer: 'good 5' },
      { command: 'RUN bad', layer: 'bad 7' },
    ])
    const archive = await packTar([
      { name: 'config.json', content: config },
      { name: 'a.tar', content: layers[0]!.tar },
      { name: 'b.tar', content: gzip(layers[1]!.tar).subarray(0, 60) },
      { name: 'manifest.json', content: JSON.stringify([{ Config: 'config.json', Layers: ['a.tar', 'b.tar'] }]) },
    ])
    await writeFile(join(directory, 'half.tar'), archive)
    const { code, stdout } = await runLayertui(['image', 'half.tar'], { cwd: directory })
    expect(code).toBe(1)
    expect(stdout).toContain('RUN good')
    expect(stdout).toContain('Layer 2 of half.tar is damaged')
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('a pipe in the place of an archive is refused at once', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'layertui-image-'))
  try {
    execFileSync('mkfifo', [join(directory, 'pipe')])
    const { code, stderr } = await runLayertui(['image', 'docker-archive:pipe'], { cwd: directory })
    expect(code).toBe(1)
    expect(stderr).toMatch(/pipe is not a regular file/)
  } finally {
    await rm(directory, { recursive: true })
  }
})

test('without a terminal an image that is nowhere is a failure', async () => {
  const { code, stdout, stderr } = await runLayertui(['image', 'docker-archive:nowhere.tar'])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^layertui: .*nowhere\.tar/)
})
