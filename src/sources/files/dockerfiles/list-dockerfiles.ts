import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Looked at where git does not answer. */
const mostDirectories = 2000
const deepest = 6
const gitTimeoutMs = 3000

/**
 * Paths below a directory that are named as Dockerfiles are, in order: those that git knows of (tracked, or new and not
 * ignored), else those that a bounded walk finds.
 *
 * @param root absolute
 * @returns relative to it
 */
export async function listDockerfiles(root: string): Promise<readonly string[]> {
  const known = await gitFiles(root)
  return (known ?? walkedFiles(root)).filter(isNamedDockerfile).sort()
}

export function isNamedDockerfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return (
    /^(dockerfile|containerfile)([._-].+)?$|\.(dockerfile|containerfile)$/i.test(name) && !/\.dockerignore$/i.test(name)
  )
}

/**
 * A repository may come from anywhere, and its own settings can name programs: none of them runs. null: no git, no
 * repository, or no answer in time.
 */
function gitFiles(root: string): Promise<readonly string[] | null> {
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null']
  const words = [...safe, 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0' }
  return new Promise((resolve) => {
    execFile('git', words, { cwd: root, env, timeout: gitTimeoutMs, maxBuffer: 64 << 20 }, (error, stdout) => {
      const paths = stdout.split('\0').filter((path) => path !== '')
      resolve(error !== null || paths.length === 0 ? null : [...new Set(paths)])
    })
  })
}

function walkedFiles(root: string): readonly string[] {
  const found: string[] = []
  let level = ['']
  let looked = 0
  for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
    const next: string[] = []
    for (const directory of level) {
      if (looked++ >= mostDirectories) return found
      for (const entry of entriesOf(join(root, directory))) {
        const path = directory === '' ? entry.name : `${directory}/${entry.name}`
        if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') next.push(path)
        else if (entry.isFile()) found.push(path)
      }
    }
    level = next
  }
  return found
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch {
    return []
  }
}
