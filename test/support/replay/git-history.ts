import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

export type Commit = { readonly id: string; readonly subject: string }

/** The last `count` commits of a repository's main line, oldest first. */
export function listCommits(repository: string, count: number): readonly Commit[] {
  const range = ['log', '--first-parent', `--max-count=${count}`, '--format=%H %s']
  const lines = git(['-C', repository, ...range]).split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => ({ id: line.slice(0, 40), subject: line.slice(41) }))
    .reverse()
}

/** A working tree that goes from commit to commit as a checkout does: only files that differ are written. */
export type Checkout = {
  readonly directory: string
  readonly goTo: (commit: Commit) => void
}

/** The git directory stays outside the working tree, so that a build context does not hold it. */
export function makeCheckout(repository: string, folder: string): Checkout {
  const gitDirectory = join(folder, 'repository.git')
  // An engine knows a context by this name, also in the next run.
  const directory = join(folder, `checkout-${basename(folder)}`)
  git(['clone', '--quiet', '--bare', '--shared', resolve(repository), gitDirectory])
  mkdirSync(directory, { mode: 0o755 })
  const here = [`--git-dir=${gitDirectory}`, `--work-tree=${directory}`, '-c', 'core.bare=false']
  return {
    directory,
    goTo: ({ id }) => {
      git([...here, '-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--force', id])
    },
  }
}

/** Without the person's own settings: a hook or an attribute of theirs must not change what is checked out. */
const git = (args: readonly string[]): string =>
  execFileSync('git', args, {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
