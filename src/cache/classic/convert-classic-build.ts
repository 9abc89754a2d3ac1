import { expandWord } from '../../dockerfile/expansion/expand-word.ts'
import { builtinFrontend } from '../../dockerfile/frontend/frontend.ts'
import { flagValue, type Instruction } from '../../dockerfile/parser/instruction.ts'
import { parseDockerfile } from '../../dockerfile/parser/parse-dockerfile.ts'
import { DockerfileError, hinted, LimitError, locating, problemOf } from '../../dockerfile/problems/dockerfile-error.ts'
import { normalizeReference } from '../../dockerfile/values/image-reference.ts'
import { type DockerfileStages, splitStages } from '../frontend/stages/split-stages.ts'
import type { BuildGraphInput, BuildGraphResult, ClassicGraph } from '../model/build-graph.ts'
import type { BuildOptions } from '../model/build-options.ts'
import type { ClassicBuild, ClassicStep } from '../model/classic-build.ts'
import type { PlanStage, StageRead } from '../model/plan/plan.ts'
import { globalValues, noArguments, readGlobalArgument } from './build-arguments.ts'

/** The classic builder of Docker 28 has the parser of BuildKit 0.25 and ignores `# syntax=`. */
const parser = builtinFrontend(25)

/**
 * Reads a Dockerfile as the classic builder (`DOCKER_BUILDKIT=0`) does. Returns the steps, or the one problem at which
 * a build stops before its first step. The simulation finds problems that a build finds only when it reaches a step.
 * Source: moby builder/dockerfile/builder.go.
 */
export function convertClassicBuild({ text, options, images }: BuildGraphInput): BuildGraphResult<ClassicGraph> {
  const { dockerfile, problem } = parseDockerfile(text, parser)
  if (dockerfile === null) return { graph: null, problem }
  try {
    rejectOptions(options)
    const { globals, stages } = upToTarget(splitStages(dockerfile), options.target)
    const steps = numberSteps({ globals, stages: stages.built }, options)
    rejectLongBuild(steps)
    const build = { escape: dockerfile.escape, options, images, steps }
    const bases = expandBases({ globals, stages: stages.written }, build)
    const shown = stages.written.map(
      (stage, index): PlanStage => ({
        name: stage.name || `stage-${index}`,
        index,
        line: stage.from.line,
        base: bases[index]!,
        needed: index < stages.built.length,
        reads: readsOf(stages.written, index, bases),
      }),
    )
    const built = shown.slice(0, stages.built.length)
    const graph: ClassicGraph = {
      kind: 'classic',
      frontend: parser,
      target: built.at(-1)!.name,
      stages: shown,
      images: imagesOf(built, steps),
      usesContext: steps.some(readsContext),
      contextPaths: null,
      namedContexts: [],
      build,
    }
    return { graph, problem: null }
  } catch (error) {
    if (error instanceof DockerfileError) return { graph: null, problem: problemOf(error) }
    throw error
  }
}

/** The client of the classic builder does not know these. */
function rejectOptions({ buildContexts, noCacheFilter, buildKitFlags = [] }: BuildOptions): void {
  const [flag] = [
    ...(Object.keys(buildContexts).length > 0 ? ['--build-context'] : []),
    ...(noCacheFilter.length > 0 ? ['--no-cache-filter'] : []),
    ...buildKitFlags,
  ]
  if (flag !== undefined) throw hinted(`unknown flag: ${flag}`, `the classic builder has no ${flag}; BuildKit does`)
}

function upToTarget({ globals, stages }: DockerfileStages, target: string | null) {
  const found = target === null ? stages.length - 1 : stages.findIndex(({ name }) => name === target.toLowerCase())
  if (found < 0) throw new DockerfileError(`target stage "${target}" could not be found`)
  return { globals, stages: { written: stages, built: stages.slice(0, found + 1) } }
}

/** Every instruction is a step of the classic builder. */
const mostSteps = 20_000

function rejectLongBuild(steps: readonly ClassicStep[]): void {
  const first = steps[mostSteps]
  if (first !== undefined)
    throw new LimitError(
      `the target needs more than ${mostSteps.toLocaleString('en-US')} steps`,
      first.instruction.line,
      1,
      'layertui follows a Dockerfile no further than that',
    )
}

function numberSteps({ globals, stages }: DockerfileStages, options: BuildOptions): ClassicStep[] {
  const labels = Object.entries(options.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const placed: Omit<ClassicStep, 'name' | 'id'>[] = []
  const first = stages[0]!
  for (const instruction of globals)
    placed.push({ stage: first.name || 'stage-0', stageIndex: 0, stageName: first.name, role: 'global', instruction })
  stages.forEach(({ name, from, instructions }, stageIndex) => {
    const stage = { stage: name || `stage-${stageIndex}`, stageIndex, stageName: name }
    placed.push({ ...stage, role: 'from', instruction: from })
    for (const instruction of instructions) placed.push({ ...stage, role: 'written', instruction })
    if (stageIndex < stages.length - 1) return
    for (const label of labels) placed.push({ ...stage, role: 'option', instruction: labelInstruction(label) })
  })
  const seen = new Map<string, number>()
  return placed.map((step, index) => {
    const like = `${step.stage}/${step.instruction.keyword.toUpperCase()}`
    const number = (seen.get(like) ?? 0) + 1
    seen.set(like, number)
    return { ...step, id: `${like}/${number}`, name: `[${index + 1}/${placed.length}] ${step.instruction.text}` }
  })
}

function labelInstruction([name, value]: readonly [string, string]): Instruction {
  const rest = `${name}=${value}`
  const place = { line: 0, endLine: 0, column: 1 }
  return { keyword: 'label', flags: [], rest, json: null, text: `LABEL ${rest}`, heredocs: [], ...place }
}

/**
 * The expanded base of each stage. A base that cannot be expanded stays as written; the problem is reported when the
 * build reaches the step.
 */
function expandBases({ globals, stages }: DockerfileStages, { escape, options }: ClassicBuild): readonly string[] {
  const expandLeniently = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch (error) {
      if (error instanceof DockerfileError) return otherwise
      throw error
    }
  }
  const args = globals.reduce(
    (known, line) => expandLeniently(() => readGlobalArgument(known, line, escape), known),
    noArguments(options.buildArgs),
  )
  return stages.map(({ base }) => expandLeniently(() => expandWord(base, globalValues(args), { escape }), base))
}

/** A stage reads the earlier stages that its FROM and its COPY --from name, by name or number. */
function readsOf(stages: DockerfileStages['stages'], index: number, bases: readonly string[]): readonly StageRead[] {
  const { from, instructions } = stages[index]!
  const named = (name: string, line: number): StageRead[] => {
    const byName = stages
      .slice(0, index)
      .findLastIndex((stage) => stage.name !== '' && stage.name === name.toLowerCase())
    const found = byName >= 0 ? byName : /^\d+$/.test(name) && Number(name) < index ? Number(name) : -1
    return found < 0 ? [] : [{ stage: found, line }]
  }
  return [
    ...named(bases[index]!, from.line),
    ...instructions.flatMap((at) => (at.keyword === 'copy' ? named(flagValue(at, 'from') ?? '', at.line) : [])),
  ]
}

/** Complete references of the images that stages start from or copy from. */
function imagesOf(stages: readonly PlanStage[], steps: readonly ClassicStep[]): readonly string[] {
  const references = new Set<string>()
  const add = (name: string, before: number) => {
    const isStage = stages.slice(0, before).some((stage) => stage.name === name.toLowerCase())
    if (isStage || name === '' || name === 'scratch' || /^[-+]?\d+$/.test(name)) return
    const reference = completeOrNull(name)
    if (reference !== null) references.add(reference)
  }
  for (const { base, index } of stages) add(base, index)
  for (const { instruction, stageIndex } of steps)
    if (instruction.keyword === 'copy') add(flagValue(instruction, 'from') ?? '', stageIndex)
  return [...references]
}

function completeOrNull(name: string): string | null {
  try {
    return locating({ line: 1, column: 1 }, () => normalizeReference(name))
  } catch (error) {
    if (error instanceof DockerfileError) return null
    throw error
  }
}

function readsContext({ instruction }: ClassicStep): boolean {
  const { keyword } = instruction
  return keyword === 'add' || keyword === 'onbuild' || (keyword === 'copy' && !flagValue(instruction, 'from'))
}
