import { expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import type { StageText } from '../stages/split-stages.ts'

const name = 'SOURCE_DATE_EPOCH'

export type BuildEpoch = {
  /** The value that WORKDIR carries, or empty. */
  readonly workdir: string
  readonly buildArgs: Readonly<Record<string, string>>
  readonly globals: ReadonlyMap<string, string>
}

/**
 * Reads SOURCE_DATE_EPOCH, the time for created files. The front end decides whether it is read, whether WORKDIR
 * carries it, whether a global ARG acts like the build argument, and whether the value may be `context` or the name of
 * a stage. If it counts, arguments and globals get the normalized value. Throws DockerfileError for other text.
 */
export function readBuildEpoch(input: {
  readonly buildArgs: Readonly<Record<string, string>>
  readonly globals: ReadonlyMap<string, string>
  readonly stages: readonly StageText[]
  readonly frontend: Frontend
}): BuildEpoch {
  const { buildArgs, globals, frontend } = input
  const features = featuresOf(frontend)
  const written = buildArgs[name] ?? (features.globalEpoch ? globals.get(name) || undefined : undefined)
  if (written === undefined || !features.sourceDateEpoch) return { workdir: '', buildArgs, globals }
  const epoch = normalizeEpoch(written, input)
  const workdir = features.workdirEpoch ? epoch : ''
  if (!features.globalEpoch) return { workdir, buildArgs, globals }

  const nextArgs = { ...buildArgs }
  const nextGlobals = new Map(globals)
  if (epoch === '') {
    delete nextArgs[name]
    nextGlobals.delete(name)
  } else {
    if (Object.hasOwn(buildArgs, name)) nextArgs[name] = epoch
    if (globals.has(name)) nextGlobals.set(name, epoch)
  }
  return { workdir, buildArgs: nextArgs, globals: nextGlobals }
}

function normalizeEpoch(
  written: string,
  { stages, globals, frontend }: Pick<Parameters<typeof readBuildEpoch>[0], 'stages' | 'globals' | 'frontend'>,
): string {
  if (written === '') return ''
  if (/^[+-]?\d+$/.test(written) && BigInt.asIntN(64, BigInt(written)) === BigInt(written))
    return String(BigInt(written))
  if (featuresOf(frontend).epochOfStage) {
    // A local context has no time.
    if (written === 'context') return ''
    const stage = stages.find((text) => text.name === written.toLowerCase())
    if (stage !== undefined) {
      if (expandWord(stage.base, globals, { features: featuresOf(frontend) }) !== 'scratch') {
        throw new DockerfileError(`${name} stage must use FROM scratch`, stage.from.line)
      }
      return `stage:${written}`
    }
  }
  throw new DockerfileError(`invalid ${name}: ${written}`, 1)
}
