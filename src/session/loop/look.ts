import { type ContextSnapshot, isWalked, type SessionContext } from '../build-files.ts'
import { heardAt, withIgnored } from '../edits/edit-log.ts'
import { ignoredChanges, ignoredPaths } from '../edits/saved-changes.ts'
import type { Batch, ContextToLookAt, LookedAt, LookScope } from '../ports.ts'
import { filesOf, type SessionState } from './session-state.ts'
import { ask, goTo, type SessionTransition } from './transition.ts'

/** Asks to look at the hinted paths again. A hint is never believed; it only says where to look. */
export function look(state: SessionState, at: number): SessionTransition {
  const batch = state.heard
  const reach: LookScope = batch?.doubt ? 'all anew' : state.lookAtAll ? 'all' : 'hints'
  const begun: SessionState = {
    ...state,
    heard: null,
    isAsked: false,
    lookAtAll: false,
    isOutOfReach: false,
    isBroken: false,
    hashRounds: 0,
    edits: batch === null ? state.edits : heardAt(state.edits, batch.at),
  }
  const contexts = state.contexts.flatMap((context) => toLookAt(context, batch))
  if (contexts.length === 0) return goTo(begun, 'read')
  const task = { kind: 'looking', batch, since: at, everything: reach !== 'hints' } as const
  return ask(begun, task, { type: 'look', contexts, reach })
}

function toLookAt(context: SessionContext, batch: Batch | null): ContextToLookAt[] {
  const { key, root, ignore } = context
  if (!isWalked(context)) return []
  const hints = batch?.hints.get(key) ?? []
  const ignored = ignoredPaths(
    context,
    hints.map(({ path }) => path),
  )
  return [{ key, root, rules: ignore.rules, hints, ignored }]
}

/** After the look: takes the newer snapshots and the saves of ignored files, then reads the Dockerfile. */
export function lookedAt(
  state: SessionState,
  task: { readonly batch: Batch | null; readonly since: number; readonly everything: boolean },
  answer: { readonly contexts: readonly LookedAt[]; readonly at: number },
): SessionTransition {
  const changes = state.contexts.flatMap((context) => {
    const found = answer.contexts.find(({ key }) => key === context.key)
    return found === undefined ? [] : ignoredChanges(context, found.ignoredFiles, filesOf(state))
  })
  const looked: SessionState = {
    ...state,
    contexts: withSnapshots(state.contexts, answer.contexts),
    edits: withIgnored(state.edits, changes, task.batch?.at ?? answer.at),
    walkMs: task.everything ? answer.at - task.since : state.walkMs,
  }
  return goTo(looked, 'read')
}

/** The contexts with newer snapshots, made under the rules of those before them. */
export function withSnapshots(
  contexts: readonly SessionContext[],
  snapshots: readonly ContextSnapshot[],
): readonly SessionContext[] {
  return contexts.map((context) => {
    const tree = snapshots.find(({ key }) => key === context.key)?.tree
    if (tree === undefined) return context
    return context.walked === null ? context : { ...context, walked: { ...context.walked, tree } }
  })
}

/** The batch with a further batch added. */
export function mergedBatch(before: Batch | null, batch: Batch): Batch {
  if (before === null) return batch
  const hints = new Map(before.hints)
  for (const [key, more] of batch.hints) {
    const byPath = new Map((hints.get(key) ?? []).map((hint) => [hint.path, hint] as const))
    for (const hint of more) if (byPath.get(hint.path)?.reach !== 'tree') byPath.set(hint.path, hint)
    hints.set(key, [...byPath.values()])
  }
  return { at: Math.min(before.at, batch.at), hints, doubt: before.doubt || batch.doubt }
}
