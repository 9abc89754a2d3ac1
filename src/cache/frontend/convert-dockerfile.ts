import type { Frontend } from '../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../dockerfile/frontend/frontend-features.ts'
import type { Dockerfile } from '../../dockerfile/parser/parse-dockerfile.ts'
import { familiarReference } from '../../dockerfile/values/image-reference.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { BuildGraphInput, BuildkitGraph, NamedContextRequest, PlacedStep } from '../model/build-graph.ts'
import type { SettledOptions } from '../model/build-options.ts'
import type { ImageVertex, Vertex } from '../model/graph/vertex.ts'
import { orderVertices } from '../model/graph/vertex-order.ts'
import type { MetadataRow, PlanStage, StageRead } from '../model/plan/plan.ts'
import { variablesUsed } from './commands/variables-used.ts'
import { ConversionBudget } from './conversion-budget.ts'
import { convertInstructions } from './convert-instructions.ts'
import { checkOptions } from './options/check-options.ts'
import { globalArguments } from './options/global-arguments.ts'
import { forcingOption } from './options/no-cache.ts'
import { readBuildEpoch } from './options/source-date-epoch.ts'
import { unusedArguments } from './options/unused-arguments.ts'
import { platformPrefix } from './platform-prefix.ts'
import { type ReachedStages, reachStages } from './stages/reach-stages.ts'
import { splitStages } from './stages/split-stages.ts'
import { baseOf, imageVertex, localVertex, type StageBase, shownReference, startingState } from './stages/stage-base.ts'
import { buildPlatform } from './stages/stage-platform.ts'
import type { StageState } from './stages/stage-state.ts'
import { type Stage, StageTable } from './stages/stage-table.ts'
import { StepCounter } from './step-names.ts'
import type { BuildScope } from './step-scope.ts'

/**
 * Converts a parsed Dockerfile to the graph of steps that its target needs.
 * Throws DockerfileError. Source: dockerfile2llb/convert.go: toDispatchState.
 */
export function convertDockerfile(
  dockerfile: Dockerfile,
  frontend: Frontend,
  input: BuildGraphInput,
): Omit<BuildkitGraph, 'versionSensitive'> {
  const { escape } = dockerfile
  const { globals: globalLines, stages: texts } = splitStages(dockerfile)
  const targetStage = input.options.target || texts.at(-1)!.name || 'default'
  checkOptions(input.options)
  const daemonPlatform = input.rules.platform
  const given: SettledOptions = { ...input.options, platform: buildPlatform(input.options.platform, daemonPlatform) }
  const declared = globalArguments({
    lines: globalLines,
    escape,
    frontend,
    options: given,
    daemonPlatform,
    targetStage,
  })
  const epoch = readBuildEpoch({ buildArgs: given.buildArgs, globals: declared, stages: texts, frontend })
  const options: SettledOptions = { ...given, buildArgs: epoch.buildArgs }
  const table = new StageTable(texts, epoch.globals, options, {
    escape,
    features: featuresOf(frontend),
    daemonPlatform,
  })
  // Names leave the stage out where there is one; stages that triggers bring in later do not count.
  const hasOneStage = table.stages.length === 1
  const target = table.target()
  const imageOf = (stage: Stage): BaseImage | undefined => {
    const base = baseOf(stage, table)
    return base.kind === 'image' ? input.images.get(base.reference) : undefined
  }
  const imageOnbuild = (stage: Stage) => imageOf(stage)?.config?.onbuild ?? []
  const reach = reachStages(table, target, { frontend, imageOnbuild })

  const states = new Map<Stage, StageState>()
  const scope: BuildScope = {
    frontend,
    escape,
    options,
    rules: input.rules,
    globals: epoch.globals,
    budget: new ConversionBudget(),
    epoch: epoch.workdir,
    contextPaths: new Set(),
    states,
  }
  const gathered: Gathered = { steps: [], metadata: [], images: new Set(), local: [] }
  // Stages that steps bring in by name come first, then the written stages in order.
  const order = [...table.stages.filter(({ index }) => index === null), ...table.stages.filter((s) => s.index !== null)]
  for (const stage of order) {
    if (!reach.needed.has(stage)) continue
    states.set(
      stage,
      convertStage(stage, { table, reach, scope, gathered, input, hasOneStage, isTarget: stage === target }),
    )
  }

  const contextPaths = [...scope.contextPaths]
  const { head } = states.get(target)!
  const needed = order.filter((stage) => reach.needed.has(stage))
  return {
    kind: 'buildkit',
    frontend,
    target: nameOf(target),
    stages: describeStages(table, reach),
    steps: stepsBelow(head, gathered.steps),
    metadata: gathered.metadata,
    unusedArguments: unusedArguments(input.options.buildArgs, {
      globals: globalLines,
      bases: needed.flatMap(({ from }) => from ?? []),
      commands: needed.flatMap(({ instructions }) => instructions.map(({ instruction }) => instruction)),
    }),
    head,
    images: [...gathered.images],
    usesContext: contextPaths.length > 0,
    contextPaths: askFor(contextPaths),
    namedContexts: gathered.local.map(({ requested, ...request }) => ({ ...request, paths: askFor([...requested]) })),
  }
}

/**
 * Leaves out the steps of stages that are named but not read (a mount with `type=tmpfs,from=…`, a COPY --from of inline
 * files only). Their lines are checked, and none of their steps runs.
 */
function stepsBelow(head: Vertex | null, steps: readonly PlacedStep[]): readonly PlacedStep[] {
  const built = new Set(orderVertices(head).vertices)
  return steps.filter(({ vertex }) => built.has(vertex))
}

type Gathered = {
  readonly steps: PlacedStep[]
  readonly metadata: MetadataRow[]
  readonly images: Set<string>
  readonly local: (Omit<NamedContextRequest, 'paths'> & { readonly requested: Set<string> })[]
}

type Conversion = {
  readonly table: StageTable
  readonly reach: ReachedStages
  readonly scope: BuildScope
  readonly gathered: Gathered
  readonly input: BuildGraphInput
  readonly isTarget: boolean
  readonly hasOneStage: boolean
}

function convertStage(stage: Stage, conversion: Conversion): StageState {
  const { table, reach, scope, gathered, input, isTarget, hasOneStage } = conversion
  const base = baseOf(stage, table)
  const counter = new StepCounter(hasOneStage ? '' : stage.label, countSteps(stage, base, conversion))
  const head = baseVertex(stage, base, counter, conversion)
  if (featuresOf(scope.frontend).countedTriggers) counter.total += reach.imageTriggers.get(stage) ?? 0
  const image = base.kind === 'image' ? input.images.get(base.reference) : undefined
  const start = startingState(base, head, image, { platform: stage.platform, states: scope.states })
  if (base.kind === 'local') {
    const { contextName: name, directory } = base
    gathered.local.push({ name, directory, vertex: head!.identity, requested: start.requested! })
  }
  // A named context replaces the stage: its commands are ignored.
  if (stage.replacement !== null) return start
  // The build reads the whole file system of the target.
  if (isTarget) start.requested?.add('/')
  if (stage.from !== null && base.kind !== 'image') gathered.metadata.push(fromRow(stage))
  const converted = convertInstructions(stage, start, counter, scope, forcingOption(stage, scope.options))
  for (const step of converted.steps) gathered.steps.push(step)
  for (const row of converted.metadata) gathered.metadata.push(row)
  return converted.state
}

function baseVertex(
  stage: Stage,
  base: StageBase,
  counter: StepCounter,
  { reach, scope, gathered, input }: Conversion,
): Vertex | null {
  switch (base.kind) {
    case 'scratch':
      return null
    case 'stage':
      return scope.states.get(base.parent)!.head
    case 'local':
      return localVertex(base, stage.index === null ? `source ${gathered.local.length}` : stage.label)
    case 'image': {
      gathered.images.add(base.reference)
      const image = input.images.get(base.reference)
      // Every round that reaches the stage later takes another number for FROM.
      counter.skip(reach.rounds.get(stage) ?? 0)
      const shown = `FROM ${shownReference(base.reference, image, { ...scope, written: stage.base })}`
      const vertex = imageVertex(base.reference, image, {
        name: base.named ? '' : counter.name(shown, platformPrefix(stage.platform, noVariables, scope.options)),
        platform: stage.platform ?? scope.options.platform,
        scope,
      })
      if (stage.from !== null) gathered.steps.push(placeImage(stage, vertex, scope))
      return vertex
    }
  }
}

const noVariables: ReadonlyMap<string, string> = new Map()

function placeImage(stage: Stage, vertex: ImageVertex, { globals }: BuildScope): PlacedStep {
  return {
    ...fromRow(stage),
    vertex,
    resolvedText: `FROM ${familiarReference(vertex.reference)}`,
    stageSettings: [],
    environment: null,
    variablesUsed: variablesUsed(stage.from!, globals),
    forcedBy: null,
  }
}

/** The vertex of FROM; null where a stage starts from another stage, a named context or nothing. */
function fromRow(stage: Stage): MetadataRow {
  const { line, endLine, text } = stage.from!
  return {
    id: `${stage.label}/FROM`,
    stage: nameOf(stage),
    stageIndex: stage.index!,
    line,
    endLine,
    instruction: 'FROM',
    text,
  }
}

const steppedKeywords: ReadonlySet<string> = new Set(['add', 'copy', 'run', 'workdir'])

/** The `m` of `n/m`. Triggers of a parent stage count, of any instruction, if the front end counts triggers. */
function countSteps(stage: Stage, base: StageBase, { scope, reach }: Conversion): number {
  if (stage.index === null || stage.replacement !== null) return 0
  const own = stage.instructions.filter(
    ({ trigger, instruction }) => !trigger && steppedKeywords.has(instruction.keyword),
  )
  const triggers = stage.instructions.filter(({ trigger }) => trigger).length - (reach.imageTriggers.get(stage) ?? 0)
  const counted = featuresOf(scope.frontend).countedTriggers ? triggers : 0
  return (base.kind !== 'stage' && stage.base !== 'scratch' ? 1 : 0) + own.length + counted
}

const nameOf = (stage: Stage): string => stage.name || `stage-${stage.index}`

/** The paths to request; null: everything, because no path is given or the root is. */
const askFor = (paths: readonly string[]): readonly string[] | null =>
  paths.length === 0 || paths.includes('/') ? null : paths

function readsOf(stage: Stage): readonly StageRead[] {
  const written = (source: Stage | null, line: number): StageRead[] =>
    source === null || source.index === null ? [] : [{ stage: source.index, line }]
  return [
    ...written(stage.parent, stage.from!.line),
    ...stage.instructions.flatMap(({ sources, instruction, trigger }) =>
      // A trigger is written in another file or stage; the line of FROM stands for it.
      sources.flatMap((source) => written(source, trigger ? stage.from!.line : instruction.line)),
    ),
  ]
}

function describeStages(table: StageTable, reach: ReachedStages): PlanStage[] {
  return table.stages.flatMap((stage) =>
    stage.index === null
      ? []
      : [
          {
            name: nameOf(stage),
            index: stage.index,
            line: stage.from!.line,
            base: stage.base,
            needed: reach.needed.has(stage),
            reads: readsOf(stage),
          },
        ],
  )
}
