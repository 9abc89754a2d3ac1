import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A context of so many files with as many ignored ones beside them, in a git repository. */
export type BenchContext = {
  readonly root: string
  readonly files: number
  /** Files that are copied, to be edited one after the other. */
  readonly editable: readonly string[]
  remove(): void
}

/** Saves that follow each other faster than this are one burst with one verdict: so a person saves. */
export const restBetweenEdits = () => new Promise((resolve) => setTimeout(resolve, 1100))

const filesPerDirectory = 12

/** Writes the context: sources of about 1 kB, twelve in a directory, under `src/`, and the like under `node_modules/`. */
export function makeContext(files: number): BenchContext {
  const root = mkdtempSync(join(tmpdir(), `layertui-bench-${files}-`))
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nCOPY package.json ./\nCOPY src/ ./src/\n')
  writeFileSync(join(root, '.dockerignore'), 'node_modules\n.git\n*.md\n')
  writeFileSync(join(root, '.gitignore'), 'node_modules\n')
  writeFileSync(join(root, 'package.json'), '{}\n')
  const copied = Array.from({ length: files }, (_, index) => pathOf('src', index))
  for (const [index, path] of copied.entries()) write(join(root, path), index)
  for (let index = 0; index < files; index++) write(join(root, pathOf('node_modules', index)), index)
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...words], { cwd: root })
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--message', 'bench')
  const step = Math.max(1, Math.floor(files / 64))
  const editable = copied.filter((_, index) => index % step === 0).slice(0, 64)
  return { root, files, editable, remove: () => rmSync(root, { recursive: true, force: true }) }
}

function pathOf(folder: string, index: number): string {
  const directory = Math.floor(index / filesPerDirectory)
  return `${folder}/p${Math.floor(directory / 100)}/d${directory % 100}/file${index % filesPerDirectory}.ts`
}

function write(path: string, index: number): void {
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `// file ${index}\n${'export const value = 1\n'.repeat(40 + (index % 7))}`)
}
