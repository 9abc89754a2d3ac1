import { checkInstruction } from '../../dockerfile/check-instruction.ts'
import { DockerfileError, locating } from '../../dockerfile/dockerfile-error.ts'
import type { Frontend } from '../../dockerfile/frontend.ts'
import type { Instruction } from '../../dockerfile/instruction.ts'
import { splitInstruction } from '../../dockerfile/split-instruction.ts'
import type { Stage, StageTable } from './stage-table.ts'

export type Reach = {
  readonly needed: ReadonlySet<Stage>
  /** In which round a stage was first reached, from 0: see below. */
  readonly rounds: ReadonlyMap<Stage, number>
  /** Triggers of an image's own ONBUILD: FROM is numbered before they are counted. */
  readonly imageTriggers: ReadonlyMap<Stage, number>
}

/**
 * The stages that the target needs: its base and what it copies or mounts from, and theirs. ONBUILD triggers are put in
 * front of a child's own commands; when they bring new sources, another round begins.
 * Source: dockerfile2llb/convert.go: allReachableStages, initOnBuildTriggers.
 */
export function reachStages(
  table: StageTable,
  target: Stage,
  context: {
    readonly escape: string
    readonly frontend: Frontend
    /** ONBUILD of the image that a stage starts from. */
    readonly imageOnbuild: (stage: Stage) => readonly string[]
  },
): Reach {
  const rounds = new Map<Stage, number>()
  const imageTriggers = new Map<Stage, number>()
  const triggered = new Set<Stage>()
  for (let round = 0; ; round++) {
    const needed = reachable(target)
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
      if (commands.length > 0) stage.commands = [...commands, ...stage.commands]
      if (stage.sources.size > known) grown = true
    }
    if (!grown) return { needed, rounds, imageTriggers }
  }
}

function reachable(target: Stage): Set<Stage> {
  const needed = new Set<Stage>()
  const visit = (stage: Stage) => {
    if (needed.has(stage)) return
    needed.add(stage)
    if (stage.parent !== null) visit(stage.parent)
    for (const source of stage.sources) visit(source)
  }
  visit(target)
  return needed
}

type TriggerContext = { readonly escape: string; readonly frontend: Frontend }

function parentTriggers(stage: Stage, { escape, frontend }: TriggerContext): Instruction[] {
  const lines = stage.parent?.commands.filter(({ instruction }) => instruction.keyword === 'onbuild') ?? []
  return lines.map(({ instruction }) =>
    locating(instruction, () => {
      const split = splitInstruction(instruction.rest, escape, instruction)
      const trigger = { ...split, heredocs: instruction.heredocs }
      checkInstruction(trigger, escape, frontend)
      return trigger
    }),
  )
}

/** A trigger that a base image carries has no place in this Dockerfile. */
function imageTrigger(stage: Stage, text: string, { escape, frontend }: TriggerContext): Instruction {
  try {
    const trigger = splitInstruction(text, escape, { line: 0, endLine: 0, column: 1 })
    checkInstruction(trigger, escape, frontend)
    return trigger
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error
    throw new DockerfileError(`ONBUILD trigger of ${stage.base}: ${error.message}`, stage.from?.line ?? 0)
  }
}
