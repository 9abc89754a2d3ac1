import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseTrigger, triggerText } from '../../../dockerfile/parser/trigger.ts'
import { DockerfileError, LimitError, locating } from '../../../dockerfile/problems/dockerfile-error.ts'
import { walkDepthFirst } from '../../model/graph/depth-first.ts'
import type { Stage, StageTable } from './stage-table.ts'

/** An image whose trigger copies from that image brings itself in again in each round; a builder never ends either. */
const mostRounds = 100

/** With two such copies it brings in twice as many each time. */
const mostStages = 10_000

export type ReachedStages = {
  readonly needed: ReadonlySet<Stage>
  /** The round, from 0, in which a stage was first reached. */
  readonly rounds: ReadonlyMap<Stage, number>
  /** The number of ONBUILD triggers of a base image. FROM gets its number before they are counted. */
  readonly imageTriggers: ReadonlyMap<Stage, number>
}

/**
 * The stages that the target needs: its base, the stages that it copies or mounts from, and the needed stages of those.
 * ONBUILD triggers are put in front of a child's own instructions; when they bring new sources, another round begins.
 * Before 1.11 there was only one round: a trigger could read only stages that are needed for another reason.
 * Throws LimitError. Source: dockerfile2llb/convert.go: allReachableStages, initOnBuildTriggers.
 */
export function reachStages(
  table: StageTable,
  target: Stage,
  context: {
    readonly frontend: Frontend
    /** The ONBUILD triggers of the base image of a stage. */
    readonly imageOnbuild: (stage: Stage) => readonly string[]
  },
): ReachedStages {
  const rounds = new Map<Stage, number>()
  const imageTriggers = new Map<Stage, number>()
  const triggered = new Set<Stage>()
  for (let round = 0; ; round++) {
    const needed = reachable(target)
    if (round > mostRounds || (round > 0 && needed.size > mostStages))
      throw new LimitError(`ONBUILD triggers bring in more than ${mostRounds} images in turn`)
    for (const stage of needed) if (!rounds.has(stage)) rounds.set(stage, round)
    let grown = false
    for (const stage of needed) {
      if (triggered.has(stage)) continue
      triggered.add(stage)
      const fromImage = context.imageOnbuild(stage).map((text) => imageTrigger(stage, text, context))
      const fromParent = parentTriggers(stage, context)
      if (fromImage.length > 0) imageTriggers.set(stage, fromImage.length)
      const known = stage.sources.size
      const commands = [...fromImage, ...fromParent].map((trigger) => table.connect(stage, trigger, { trigger: true }))
      if (commands.length > 0) stage.instructions = [...commands, ...stage.instructions]
      if (stage.sources.size > known && featuresOf(context.frontend).triggerSources) grown = true
    }
    if (!grown) return { needed, rounds, imageTriggers }
  }
}

function reachable(target: Stage): Set<Stage> {
  const needed = new Set<Stage>()
  walkDepthFirst(target, (stage) => [...(stage.parent === null ? [] : [stage.parent]), ...stage.sources], {
    enter(stage) {
      if (needed.has(stage)) return false
      needed.add(stage)
      return true
    },
    leave() {},
  })
  return needed
}

type TriggerContext = { readonly frontend: Frontend }

function parentTriggers(stage: Stage, { frontend }: TriggerContext): Instruction[] {
  const lines = stage.parent?.instructions.filter(({ instruction }) => instruction.keyword === 'onbuild') ?? []
  return lines.map(({ instruction: line }) =>
    locating(line, () => {
      const { instruction, problem } = parseTrigger(triggerText(line), frontend)
      if (problem !== null) throw new DockerfileError(problem.message)
      return { ...instruction, line: line.line, endLine: line.endLine, column: line.column }
    }),
  )
}

/** A trigger of a base image; it has no line in this Dockerfile. */
function imageTrigger(stage: Stage, text: string, { frontend }: TriggerContext): Instruction {
  const { instruction, problem } = parseTrigger(text, frontend)
  if (problem !== null)
    throw new DockerfileError(`ONBUILD trigger of ${stage.base}: ${problem.message}`, stage.from?.line ?? 0)
  return { ...instruction, line: 0, endLine: 0, column: 1 }
}
