import { hash } from 'node:crypto'
import { defaultOptions } from '../../../src/cache/model/build-options.ts'
import type { Plan } from '../../../src/cache/model/plan/plan.ts'
import { compileIgnoreRules, type IgnoreRules } from '../../../src/context/ignore/ignore-file.ts'
import {
  type DirectoryEntry,
  emptyDirectory,
  entryAt,
  type FileEntry,
  walkEntries,
  withEntry,
} from '../../../src/context/tree/entry.ts'
import type { Failure } from '../../../src/diagnostics/failure.ts'
import type { BuildEvent } from '../../../src/session/build-event.ts'
import type { DockerfileText } from '../../../src/session/build-files.ts'
import type { BuildRequest } from '../../../src/session/build-request.ts'
import type { Edit } from '../../../src/session/edit.ts'
import { advance } from '../../../src/session/loop/advance.ts'
import type { Answer, Fact } from '../../../src/session/loop/fact.ts'
import type { Question, SessionRequest } from '../../../src/session/loop/session-request.ts'
import { newSession, type SessionState } from '../../../src/session/loop/session-state.ts'

/** Paths and texts of a context at `/srv`. */
export type Files = Readonly<Record<string, string>>

/**
 * A session over files that exist in a variable: each request is answered at once, by what the files are then. Time is a
 * number that only the test moves.
 */
export class PretendDisk {
  files: Files
  now = 1_700_000_000_000
  readonly events: BuildEvent[] = []
  readonly requests: SessionRequest[] = []
  /** What comes of a question, in place of the files; undefined: the files answer. */
  intercept: (question: Question) => Answer | undefined = () => undefined
  #state: SessionState

  constructor(files: Files, changes: Partial<BuildRequest> = {}, mode: SessionState['mode'] = 'watch') {
    this.files = files
    const request: BuildRequest = {
      context: '/srv',
      dockerfile: null,
      options: defaultOptions,
      baseline: { kind: 'now', ref: null },
      builder: null,
      frontend: null,
      daemon: null,
      ...changes,
    }
    this.#state = newSession({ request, mode, machine: 'linux/amd64', engine: null })
  }

  get state(): SessionState {
    return this.#state
  }

  /** Tells a fact, and answers all that is asked because of it. Returns what was reported. */
  tell(fact: Fact): readonly BuildEvent[] {
    const before = this.events.length
    const facts: Fact[] = [fact]
    for (let next = facts.shift(); next !== undefined; next = facts.shift()) {
      const { state, requests, reports } = advance(this.#state, { ...next, at: this.now })
      this.#state = state
      this.events.push(...reports)
      this.requests.push(...requests)
      for (const request of requests) {
        const answer = isQuestion(request) ? (this.intercept(request) ?? this.#answer(request)) : undefined
        if (answer !== undefined) facts.push(answer)
      }
    }
    return this.events.slice(before)
  }

  start(): readonly BuildEvent[] {
    return this.tell({ type: 'started' })
  }

  /** Saves files (null removes one), and has the session hear of it. Returns what was reported. */
  save(changes: Readonly<Record<string, string | null>>): readonly BuildEvent[] {
    this.change(changes)
    const hints = Object.keys(changes).map((path) => ({ path, reach: 'tree' as const }))
    return this.tell({
      type: 'changes-heard',
      batch: { at: this.now, hints: new Map([['', hints]]), doubt: false },
    })
  }

  /** Changes files, and nothing is heard of it. */
  change(changes: Readonly<Record<string, string | null>>): void {
    const files: Record<string, string> = { ...this.files }
    for (const [path, text] of Object.entries(changes)) {
      if (text === null) delete files[path]
      else files[path] = text
    }
    this.files = files
    this.now += 5000
  }

  #answer(question: Question): Answer {
    switch (question.type) {
      case 'look': {
        const contexts = question.contexts.map(({ key, rules, hints, ignored }) => ({
          key,
          tree: this.#look(rules, question.reach === 'hints' ? hints.map(({ path }) => path) : null),
          ignoredFiles: ignored.filter((path) => this.files[path] !== undefined),
        }))
        return { type: 'looked-at', contexts }
      }
      case 'read-dockerfile': {
        const tried = ['/srv/Dockerfile']
        const text = this.files.Dockerfile
        if (text === undefined)
          return { type: 'dockerfile-read', reading: { kind: 'missing', failure: missing, tried } }
        const file: DockerfileText = { kind: 'text', path: '/srv/Dockerfile', target: '/srv/Dockerfile', text }
        const known = question.known?.text === text ? question.known : file
        return { type: 'dockerfile-read', reading: { kind: 'read', file: known, tried } }
      }
      case 'read-ignore-files': {
        const text = this.files['.dockerignore'] ?? ''
        const files = question.places.map(({ place: { matching }, known }) =>
          known !== null && known.text === text
            ? known
            : {
                looked: [],
                shown: text === '' ? null : '.dockerignore',
                text,
                matching,
                rules: compileIgnoreRules(text, matching),
                problem: null,
              },
        )
        return { type: 'ignore-files-read', files }
      }
      case 'walk':
        return {
          type: 'walked',
          snapshots: question.contexts.map(({ key, rules }) => ({ key, tree: this.#look(rules, null) })),
        }
      case 'hash': {
        let tree = this.#state.contexts[0]!.walked!.tree
        for (const path of question.files[0]!.paths) {
          const entry = entryAt(tree, path)
          if (entry?.kind === 'file') tree = withEntry(tree, path, hashed(entry, this.files[path] ?? ''))
        }
        return { type: 'hashed', snapshots: [{ key: '', tree }] }
      }
      case 'follow-files':
        return { type: 'files-followed', watching: { elsewhere: false, watches: 1, limit: null } }
      case 'resolve-images':
        return { type: 'images-resolved', images: [] }
      case 'open-baseline':
        throw new Error('a baseline is opened by the test itself')
    }
  }

  /** The tree as the files are now, at these paths only (null: everywhere). What did not change is the entry before. */
  #look(rules: IgnoreRules, paths: readonly string[] | null): DirectoryEntry {
    const before = this.#state.contexts[0]?.walked?.tree ?? null
    let tree: DirectoryEntry = emptyDirectory
    const old = new Map(before === null ? [] : walkEntries(before))
    const at = new Set([...Object.keys(this.files), ...old.keys()])
    for (const path of at) {
      const known = old.get(path)
      const isLookedAt = paths === null || paths.includes(path)
      const text = this.files[path]
      if (!isLookedAt && known?.kind === 'file') tree = withEntry(tree, path, known)
      if (!isLookedAt || text === undefined || rules.explain(path) !== null) continue
      const entry = fileOf(path, text)
      const same = known?.kind === 'file' && known.mtimeSec === entry.mtimeSec && known.size === entry.size
      tree = withEntry(tree, path, same ? known : entry)
    }
    const now = [...walkEntries(tree)].filter(([, { kind }]) => kind === 'file')
    const then = [...old].filter(([, { kind }]) => kind === 'file')
    const isSame = now.length === then.length && now.every(([path, entry]) => old.get(path) === entry)
    return before !== null && isSame ? before : tree
  }
}

const missing: Failure = {
  kind: 'no-dockerfile',
  summary: 'no Dockerfile in /srv',
  detail: '',
  nextStep: 'name it with -f',
}

function isQuestion(request: SessionRequest): request is Question {
  return request.type !== 'keep-contexts' && request.type !== 'wake-after' && request.type !== 'rest'
}

/** A file whose time is its content's, as a save moves both; not hashed. */
function fileOf(path: string, text: string): FileEntry {
  return {
    kind: 'file',
    name: path.slice(path.lastIndexOf('/') + 1),
    mode: 0o644,
    size: text.length,
    mtimeSec: [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 1e9, 7),
    mtimeNsec: 0,
    ctimeSec: 0,
    ctimeNsec: 0,
    ino: 1,
    contentDigest: null,
  }
}

const hashed = (entry: FileEntry, text: string): FileEntry => ({
  ...entry,
  contentDigest: hash('sha256', text).slice(0, 32),
})

export const editsIn = (events: readonly BuildEvent[]): readonly Edit[] =>
  events.flatMap((event) => (event.type === 'planned' || event.type === 'broken' ? event.edits : []))

/** `COPY src/ ./src/: rebuilt`, for the steps of the last plan that are not cached. */
export function rerunningIn(events: readonly BuildEvent[]): readonly string[] {
  const plan = events.flatMap((event): Plan[] => (event.type === 'planned' ? [event.plan] : [])).at(-1)
  if (plan === undefined) throw new Error('no plan was reported')
  return plan.steps.filter(({ status }) => status !== 'cached').map(({ text, status }) => `${text}: ${status}`)
}
