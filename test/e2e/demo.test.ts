import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readScenario } from '../../src/cli/demo/scenario.ts'
import { openLayertui, runLayertui } from '../support/run-layertui.ts'
import type { ProgramInTerminal } from '../support/terminal/start-terminal.ts'

let temporary: string
let program: ProgramInTerminal | undefined
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'layertui-test-'))
})
afterEach(async () => {
  await program?.close()
  await rm(temporary, { recursive: true, force: true })
})

/** What the headline and the plan say to each edit of the scenario, in its order. */
const verdicts: readonly (readonly RegExp[])[] = [
  [/src\/cart\.ts +busts line 7 COPY src\/ \.\/src\/ · 2 re-run, 1 may/, /↓ +8 RUN npm run build/, /✓ +5 RUN npm ci/],
  [/src\/cart\.ts +nothing re-runs: same bytes/],
  [/README\.md +nothing re-runs: ignored by \.dockerignore line 4/],
  [/src\/cart\.ts +nothing new: back to what was built/, /13 cached/],
  [/assets\/style\.css +busts line 15 COPY assets\/ \.\/assets\/ · 4 re-run/, /↓ +17 RUN npm ci --omit=dev/],
  [/Dockerfile +busts .*· 4 re-run/],
  [/assets\/style\.css +busts line 18 COPY assets\/ \.\/assets\/ · 1 re-run/, /✓ +15 RUN npm ci --omit=dev/],
  [/src\/server\.ts +busts line 7 COPY src\/ \.\/src\/ · 3 re-run, 1 may/, /mode 644→755/],
]

test('the scenario plays edit by edit, each with its sentence and the right verdict', async () => {
  program = openLayertui(['demo', '--play', '--pace', '1.5'], { columns: 120, env: { TMPDIR: temporary } })
  const edits = await readScenario('demo/scenario.json')
  expect(edits).toHaveLength(verdicts.length)
  for (const [index, { caption }] of edits.entries()) {
    await program.waitFor(`${index + 1}/${edits.length} ${caption}`)
    for (const verdict of verdicts[index]!) await program.waitFor(verdict)
  }
  await program.waitFor('That was the demo.')
  // Every edit is one line: taking a state as built reports no save.
  expect(program.text()).toContain(`${edits.length} saves`)
  program.press('q')
  expect(await program.exited()).toMatchObject({ code: 0 })
  expect(readdirSync(temporary)).toEqual([])
})

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('the copy goes when %s ends it', async (signal) => {
  program = openLayertui(['demo'], { env: { TMPDIR: temporary } })
  await program.waitFor('all 13 steps cached')
  expect(readdirSync(temporary)).toHaveLength(1)
  program.kill(signal)
  await program.exited()
  expect(readdirSync(temporary)).toEqual([])
})

test('without a terminal the demo prints its plan and leaves nothing behind', async () => {
  const { code, stdout } = await runLayertui(['demo'], { env: { TMPDIR: temporary } })
  expect(code).toBe(0)
  expect(stdout).toContain('all 13 steps cached')
  expect(stdout).toMatch(/15 COPY assets\/ \.\/assets\//)
  expect(readdirSync(temporary)).toEqual([])
})
