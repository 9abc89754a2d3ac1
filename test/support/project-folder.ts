import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export type ProjectFolder = {
  readonly path: string
  /** Saves a file, its folders with it. */
  write(file: string, text: string): void
  read(file: string): string
  remove(): void
}

/** A folder of its own below the system's temporary one, with these files. */
export function projectFolder(files: Readonly<Record<string, string>>): ProjectFolder {
  const path = mkdtempSync(join(tmpdir(), 'layertui-test-'))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), text)
  }
  for (const [file, text] of Object.entries(files)) write(file, text)
  return {
    path,
    write,
    read: (file) => readFileSync(join(path, file), 'utf8'),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
