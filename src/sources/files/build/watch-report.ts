import { sizeOf, type TreeSize } from '../../../context/tree/tree-size.ts'
import type { BuildEvent, WatchStatus } from '../../../session/build-event.ts'
import type { Listening } from '../watch/change-batcher.ts'
import type { OpenBuild } from './build-files.ts'

/** Tells what is being watched and what hinders it, each time that it changes. */
export class WatchReport {
  readonly #report: (event: BuildEvent) => void
  #told = ''
  readonly #notices = new Map<string, string>()

  constructor(report: (event: BuildEvent) => void) {
    this.#report = report
  }

  tell(build: OpenBuild, listening: Listening, pollingMs: number): void {
    const sizes = build.contexts.flatMap(({ tree }) => (tree.snapshot === null ? [] : [sizeOf(tree.snapshot)]))
    const status: WatchStatus = {
      files: sum(sizes, 'files'),
      directories: sum(sizes, 'directories'),
      mode: listening.limit === null ? 'events' : 'polling',
      watches: listening.watches,
    }
    const told = JSON.stringify(status)
    if (told !== this.#told) this.#report({ type: 'watching', status })
    this.#told = told
    this.notice('watch-limit', 'warn', limitText(listening.limit, pollingMs))
    this.notice('unreadable', 'warn', unreadableText(sizes))
  }

  /** Puts up a notice, or takes it away when `text` is null. */
  notice(id: string, level: 'warn' | 'error', text: string | null): void {
    if (text === (this.#notices.get(id) ?? null)) return
    if (text === null) {
      this.#notices.delete(id)
      this.#report({ type: 'notice-cleared', id })
    } else {
      this.#notices.set(id, text)
      this.#report({ type: 'notice', notice: { id, level, text } })
    }
  }
}

const sum = (sizes: readonly TreeSize[], of: 'files' | 'directories' | 'unreadable'): number =>
  sizes.reduce((total, size) => total + size[of], 0)

function limitText(limit: string | null, pollingMs: number): string | null {
  if (limit === null) return null
  const every = `polling every ${Math.round(pollingMs / 100) / 10} s`
  switch (limit) {
    case 'ENOSPC':
      return `inotify watches used up: ${every}; raise fs.inotify.max_user_watches`
    case 'EMFILE':
    case 'ENFILE':
      return `no more files or inotify instances can be opened: ${every}; raise fs.inotify.max_user_instances or ulimit -n`
    default:
      return `changes cannot be watched (${limit}): ${every}`
  }
}

function unreadableText(sizes: readonly TreeSize[]): string | null {
  const count = sum(sizes, 'unreadable')
  if (count === 0) return null
  const first = sizes.find((size) => size.firstUnreadable !== null)?.firstUnreadable ?? ''
  const more = count > 1 ? ` and ${count - 1} more` : ''
  return `${first === '' ? '.' : first}${more} cannot be read: a build that needs it fails; make it readable or ignore it`
}
