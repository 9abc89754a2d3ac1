import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** What stands at a path: a file's text, or something else by name. */
export type Planted =
  | string
  | { readonly text: string; readonly mode: number }
  | { readonly link: string }
  | { readonly fifo: true }

export const directory = { directory: true } as const
export const fifo = { fifo: true } as const

/** A real directory with these paths in it, removed when the test ends. */
export function temporaryTree(tree: Readonly<Record<string, Planted | typeof directory>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'layertui-test-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }), 60_000)
  plant(root, tree)
  return root
}

export function plant(root: string, tree: Readonly<Record<string, Planted | typeof directory>>): void {
  for (const [path, planted] of Object.entries(tree)) {
    const absolute = join(root, path)
    mkdirSync(dirname(absolute), { recursive: true })
    if (typeof planted === 'string') writeFileSync(absolute, planted)
    else if ('text' in planted) {
      writeFileSync(absolute, planted.text)
      chmodSync(absolute, planted.mode)
    } else if ('link' in planted) symlinkSync(planted.link, absolute)
    else if ('fifo' in planted) spawnSync('mkfifo', [absolute])
    else mkdirSync(absolute, { recursive: true })
  }
}
