import type { Plan } from '../cache/model/plan/plan.ts'
import type { Pointer } from '../cache/model/plan/pointer.ts'
import type { StepNote } from '../cache/model/plan/step-note.ts'
import { familiarReference } from '../dockerfile/values/image-reference.ts'
import { countOf } from '../text/format-count.ts'
import { namePointer, placeOfPointer } from './names/name-step.ts'

/** A note as one sentence, with its full stop. `plan` names the steps that it points at. */
export function explainNote(note: StepNote, plan: Plan): string {
  switch (note.kind) {
    case 'named-context':
      return 'A named context is a new base in every build, even if its files did not change.'
    case 'pending-merge':
      return 'An earlier build ended here and did not lay the copy over its base; the next step makes the builder do it.'
    case 'depends':
      return explainDependence(note, plan)
    case 'maybe-stored':
      return 'An earlier build stopped before its end: whether it stored this result is not known.'
    case 'maybe-equal':
      return `Stays cached if the last build of ${namePointer(plan, note.parent)} gave an older result again, which is not known; re-runs if not.`
    case 'ignored-files': {
      const rule = `line ${note.line} of the ignore file (${note.pattern})`
      return note.more === 0
        ? `${note.path} is not sent: ${rule} leaves it out.`
        : `${note.path} and ${countOf(note.more, 'other file')} are not sent: ${rule} and others leave them out.`
    }
    case 'not-built-on':
      return `It was never built on what ${namePointer(plan, note.step)} is now, although that is cached.`
    case 'never-found':
      return 'It runs in every build: it removes a setting that the daemon fills in again from the image below, so the cache never matches.'
  }
}

/** When the answer is known, and what keeps the step cached. */
function explainDependence({ parent, sources }: Extract<StepNote, { kind: 'depends' }>, plan: Plan): string {
  const conditions = [
    ...(parent === null ? [] : [`${placeOfPointer(plan, parent)} stays cached or comes out the same`]),
    ...sources.map((source) => conditionFor(source, plan)),
  ]
  if (conditions.length === 0) return 'Known only during the build.'
  const steps = [...(parent === null ? [] : [parent]), ...sources].filter(({ kind }) => kind === 'step')
  const places = [...new Set(steps.map((step) => placeOfPointer(plan, step)))]
  const known =
    places.length === 0
      ? 'Known only during the build'
      : `Known only after ${places.join(' and ')} ${hasRun(places)} run`
  return `${known}: stays cached if ${conditions.join(' and ')}.`
}

const hasRun = (places: readonly string[]): string => (places.length === 1 ? 'has' : 'have')

function conditionFor(source: Pointer, plan: Plan): string {
  switch (source.kind) {
    case 'step':
      return `the files that it takes from ${placeOfPointer(plan, source)} come out the same`
    case 'image':
      return `the files that it takes from ${familiarReference(source.reference)} are the same`
    case 'context':
      return `the files that it takes from context ${source.name} are the same`
    case 'remote':
      return `what ${source.source} holds now is what was built before`
  }
}
