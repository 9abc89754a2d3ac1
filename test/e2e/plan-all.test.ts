import { expect, test } from 'vitest'
import { projectFolder } from '../support/project-folder.ts'
import { runLayertui } from '../support/run-layertui.ts'

const files = {
  'web/Dockerfile': 'FROM node\nCOPY package.json ./\nCOPY src src\n',
  'web/package.json': '{}\n',
  'web/src/a.ts': 'a\n',
  'docker/api.Dockerfile': 'FROM golang\nCOPY go.mod ./\nRUN make\n',
  'go.mod': 'module\n',
  'broken/Dockerfile': 'FROM x\nCPY a b\n',
}

test('every Dockerfile with the context that fits it, and what the present changes re-run', async () => {
  const before = projectFolder(files)
  const project = projectFolder({ ...files, 'web/src/a.ts': 'edited\n' })
  try {
    const words = ['plan', '--all', '--baseline', `dir:${before.path}`, project.path]
    const { code, stdout } = await runLayertui([...words, '--format', 'json'])
    expect(code).toBe(0)
    const { schemaVersion, plans } = JSON.parse(stdout) as {
      readonly schemaVersion: number
      readonly plans: readonly { readonly summary: unknown; readonly error: unknown }[]
    }
    expect(schemaVersion).toBe(1)
    expect(plans).toMatchObject([
      { dockerfile: 'broken/Dockerfile', context: 'broken', summary: null, error: { line: 2 } },
      { dockerfile: 'docker/api.Dockerfile', context: '.', steps: 3, summary: { cached: 3, rebuilt: 0 }, error: null },
      { dockerfile: 'web/Dockerfile', context: 'web', steps: 3, summary: { cached: 2, rebuilt: 1 }, error: null },
    ])
    const text = await runLayertui(words)
    expect(text.stdout).toMatch(/^✗ broken\/Dockerfile .*unknown instruction: CPY$/m)
    expect(text.stdout).toMatch(/^✓ docker\/api\.Dockerfile {2}\. +all 3 steps cached$/m)
    expect(text.stdout).toMatch(/^● web\/Dockerfile +web +1 .*COPY src src: src\/a\.ts modified$/m)
  } finally {
    before.remove()
    project.remove()
  }
})

test('no Dockerfile at all: 1; --all with -f: 2', async () => {
  const empty = projectFolder({ 'a/b': '' })
  try {
    expect(await runLayertui(['plan', '--all', empty.path])).toMatchObject({ code: 1, stdout: '' })
    expect(await runLayertui(['plan', '--all', '-f', 'x', empty.path])).toMatchObject({ code: 2, stdout: '' })
  } finally {
    empty.remove()
  }
})
