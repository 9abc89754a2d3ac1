import { sizeOf, type TreeSize } from '../../context/tree/tree-size.ts'
import type { BuildEvent } from '../build-event.ts'
import { noticeOf } from './reported.ts'
import type { SessionState } from './session-state.ts'

/** Polling costs at most this share of the time. */
const pollingShare = 1 / 20
const shortestPollMs = 2000

export const pollingMs = ({ walkMs }: Pick<SessionState, 'walkMs'>): number =>
  Math.max(shortestPollMs, walkMs / pollingShare)

export const filesIn = ({ contexts }: Pick<SessionState, 'contexts'>): number => sum(sizesOf(contexts), 'files')

/** The events about the number of watched files and about obstacles to watching. */
export function watchStatus(state: SessionState): readonly BuildEvent[] {
  const sizes = sizesOf(state.contexts)
  const status = {
    files: sum(sizes, 'files'),
    directories: sum(sizes, 'directories'),
    mode: state.limit === null ? ('events' as const) : ('polling' as const),
    watches: state.watches,
  }
  return [
    { type: 'watching', status },
    noticeOf('watch-limit', 'warn', limitText(state.limit, pollingMs(state))),
    noticeOf('unreadable', 'warn', unreadableText(sizes)),
  ]
}

const sizesOf = (contexts: SessionState['contexts']): readonly TreeSize[] =>
  contexts.flatMap(({ walked }) => (walked === null ? [] : [sizeOf(walked.tree)]))

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
