import type { Plan } from '../../cache/model/plan/plan.ts'
import type { BuildEvent } from '../build-event.ts'

/** Shorter work is not reported. */
const progressAfterMs = 100

/** The reports so far, so that each thing is reported once. */
export type Reported = {
  /** The last plan. */
  readonly plan: Plan | null
  /** Something was reported since the present work began. */
  readonly sinceBegin: boolean
  readonly busySince: number
  /** The last thing that was reported is this failure. */
  readonly failure: string | null
  readonly imagesAsked: ReadonlySet<string>
  readonly status: string
  readonly notices: ReadonlyMap<string, string>
}

export const nothingReported: Reported = {
  plan: null,
  sinceBegin: false,
  busySince: 0,
  failure: null,
  imagesAsked: new Set(),
  status: '',
  notices: new Map(),
}

/** Notes an event that is reported. */
export function afterReport(reported: Reported, event: BuildEvent): Reported {
  switch (event.type) {
    case 'planned':
      return { ...reported, sinceBegin: true, plan: event.plan, failure: null }
    case 'broken':
      return { ...reported, sinceBegin: true, failure: null }
    case 'failed':
      return { ...reported, sinceBegin: true, failure: JSON.stringify(event.failure) }
    case 'images-asked':
      return { ...reported, sinceBegin: true, imagesAsked: new Set(event.refs) }
    case 'watching':
      return { ...reported, sinceBegin: true, status: JSON.stringify(event.status) }
    case 'notice':
      return {
        ...reported,
        sinceBegin: true,
        notices: new Map(reported.notices).set(event.notice.id, event.notice.text),
      }
    case 'notice-cleared':
      return {
        ...reported,
        sinceBegin: true,
        notices: new Map([...reported.notices].filter(([id]) => id !== event.id)),
      }
    case 'progress':
    case 'dockerfiles-found':
    case 'settled':
      return { ...reported, sinceBegin: true }
  }
}

/** Whether an event differs from what was reported before. */
export function isNews(reported: Reported, event: BuildEvent, at: number): boolean {
  switch (event.type) {
    case 'failed':
      return reported.failure !== JSON.stringify(event.failure)
    case 'images-asked':
      return !event.refs.every((ref) => reported.imagesAsked.has(ref))
    case 'watching':
      return reported.status !== JSON.stringify(event.status)
    case 'notice':
      return reported.notices.get(event.notice.id) !== event.notice.text
    case 'notice-cleared':
      return reported.notices.has(event.id)
    case 'progress':
      return at - reported.busySince > progressAfterMs
    case 'planned':
    case 'broken':
    case 'dockerfiles-found':
    case 'settled':
      return true
  }
}

/** A notice with this text, or its end if the text is null. */
export const noticeOf = (id: string, level: 'warn' | 'error', text: string | null): BuildEvent =>
  text === null ? { type: 'notice-cleared', id } : { type: 'notice', notice: { id, level, text } }
