import type { Notice } from '../notice/notice.ts'
import { remember } from './remember.ts'
import type { WorkbenchState } from './state.ts'

/** What is the matter now, most serious first: each line goes when its cause goes. */
export function noticesOf({ build, image }: WorkbenchState): readonly Notice[] {
  return collect(build, image)
}

const collect = remember((build: WorkbenchState['build'], image: WorkbenchState['image']): readonly Notice[] => {
  const notices: Notice[] = []
  if (build.problem?.hint !== undefined) notices.push({ id: 'problem', level: 'error', text: build.problem.hint })
  if (build.failure !== null) notices.push({ id: 'failure', level: 'error', text: build.failure.nextStep })
  notices.push(...build.notices)
  const warnings = build.plan?.warnings ?? []
  notices.push(...warnings.map((text, place): Notice => ({ id: `warning:${place}`, level: 'warn', text })))
  if (image.details.status === 'failed' && image.ref !== null && image.details.previous !== null) {
    const { summary, nextStep } = image.details.failure
    notices.push({ id: 'image', level: 'warn', text: nextStep === '' ? summary : `${summary}: ${nextStep}` })
  }
  return notices.toSorted((a, b) => weight[b.level] - weight[a.level])
})

const weight = { error: 2, warn: 1, info: 0 } as const
