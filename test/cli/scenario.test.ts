import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { applyEdit, readScenario } from '../../src/cli/demo/scenario.ts'

const directories: string[] = []
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true })
})

async function copyOfDemo(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'layertui-test-'))
  directories.push(directory)
  await cp('demo', directory, { recursive: true })
  return directory
}

test('every edit of the scenario applies to the demo, in order, and has a sentence', async () => {
  const context = await copyOfDemo()
  const edits = await readScenario('demo/scenario.json')
  for (const edit of edits) {
    await applyEdit(context, edit)
    expect(edit.caption).toMatch(/\.$/)
    // Beside an editor a notice has 84 cells, less its sign and its number.
    expect(edit.caption.length).toBeLessThanOrEqual(76)
  }
  const dockerfile = await readFile(join(context, 'Dockerfile'), 'utf8')
  expect(dockerfile.indexOf('npm ci --omit=dev')).toBeLessThan(dockerfile.indexOf('COPY assets/'))
  expect((await stat(join(context, 'src/server.ts'))).mode & 0o777).toBe(0o755)
})

test('an edit whose text is gone is refused rather than half done', async () => {
  const context = await copyOfDemo()
  const edit = { caption: 'x', replace: { file: 'src/cart.ts', this: 'no such text', with: '' } }
  await expect(applyEdit(context, edit)).rejects.toThrow('src/cart.ts does not hold what the edit replaces')
})
