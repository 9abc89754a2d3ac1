import type { Plan, PlanStep } from '../cache/plan.ts'
import type { Image } from '../image/image.ts'
import { remember } from './remember.ts'

/**
 * Which step of the plan made which layer of the image, where it can be told: from the top layer down, each is matched
 * with the nearest earlier instruction of the target's own stages that the image's history names in the same words.
 *
 * @returns layer index → step; layers of the base image are not in it
 */
export const stepsOfLayers = remember((image: Image | null, plan: Plan | null): ReadonlyMap<number, PlanStep> => {
  const found = new Map<number, PlanStep>()
  if (image === null || plan === null) return found
  const steps = layerSteps(plan)
  let before = steps.length
  for (const row of image.history.toReversed()) {
    if (row.layer === null) continue
    const recorded = recordedInstruction(row.command)
    const place = steps.findLastIndex((step, index) => index < before && saysTheSame(step, recorded))
    if (place < 0) continue
    found.set(row.layer, steps[place]!)
    before = place
  }
  return found
})

/** Steps that add a layer to the target, from its lowest stage to the target itself. */
function layerSteps(plan: Plan): readonly PlanStep[] {
  const chain: number[] = []
  let name: string | undefined = plan.target
  while (name !== undefined) {
    const stage = plan.stages.findLast((candidate) => candidate.name === name && !chain.includes(candidate.index))
    if (stage === undefined) break
    chain.unshift(stage.index)
    name = stage.base
  }
  return chain.flatMap((index) => plan.steps.filter((step) => step.stageIndex === index && step.layer))
}

type Recorded = { readonly keyword: string; readonly words: string }

/**
 * The history of an image writes a step without its flags, a RUN with its shell and the number and values of its
 * ARGs in front, and marks itself: `RUN |1 V=2 /bin/sh -c npm ci # buildkit`.
 */
function recordedInstruction(command: string): Recorded {
  const text = command.replace(/\s*# buildkit$/, '').trim()
  const [, keyword = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  if (keyword === 'RUN') return { keyword, words: plainWords(rest.replace(/^\|\d+ .*?(?=\/bin\/sh -c )/s, '')) }
  if (/^[A-Z]+$/.test(keyword)) return { keyword, words: plainWords(rest) }
  return { keyword: 'RUN', words: plainWords(text) }
}

function saysTheSame(step: PlanStep, recorded: Recorded): boolean {
  if (step.instruction !== recorded.keyword) return false
  const written = plainWords(step.text.slice(step.instruction.length))
  // Values are filled in for variables in the history: then the keyword and what stands before the first one must do.
  const variable = written.search(/[$"'[\\<]/)
  return variable < 0 ? written === recorded.words : recorded.words.startsWith(written.slice(0, variable))
}

function plainWords(text: string): string {
  return text
    .replace(/^\s*(--\S+\s+)*/, '')
    .replace(/^\/bin\/sh -c /, '')
    .replace(/^\[(.*)\]$/s, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}
