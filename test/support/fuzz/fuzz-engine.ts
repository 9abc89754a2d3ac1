import { provideBaseImage } from '../../engine/base-image.ts'
import { clientEnvironment } from '../../engine/docker-build.ts'
import { type RunningEngine, startEngine } from '../../engine/engine.ts'
import { resolveCaseImages } from '../cases/case-images.ts'
import { readArguments, readChoice } from '../read-arguments.ts'
import { makeDryRun } from './dry-run.ts'
import { type FuzzProfile, fuzzProfiles } from './fuzz-project.ts'
import { addSequence, figuresText, noFigures, sequenceText } from './fuzz-report.ts'
import { type BuildTarget, featuresFor, rulesFor } from './fuzz-target.ts'
import { type FuzzSequence, generateSequence } from './generate-sequence.ts'
import { type ComparedBuild, runSequence, warmUp } from './run-sequence.ts'
import { saveSequence } from './save-sequence.ts'
import { shrinkSequence } from './shrink.ts'

const usage = `npm run fuzz:engine -- [--seed N] [--count N] [--seconds N] [--store overlay2|containerd|20.10] [--profile NAME]
                       [--syntax REF] [--builder NAME --daemon N] [--busy] [--keep] [--dump]
Random projects, built after each random edit on a live engine and compared step by step with the simulator.
A disagreement is shrunk, printed and (unless --keep leaves test/cases alone) saved as a case of test/cases/cache.
Sequence I of a run has the seed N + I: --seed N+I --count 1 is that sequence alone, --dump prints it and builds nothing.
--busy leaves FROM lines out, which tell of what else an engine builds. --store 20.10 builds on Docker 20.10.`

const { values } = readArguments(usage, {
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '20' },
    seconds: { type: 'string', default: 'Infinity' },
    store: { type: 'string', default: 'overlay2' },
    profile: { type: 'string' },
    syntax: { type: 'string' },
    builder: { type: 'string' },
    daemon: { type: 'string' },
    busy: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    dump: { type: 'boolean', default: false },
  },
})
const store = readChoice({ option: '--store', value: values.store, usage }, ['overlay2', 'containerd', '20.10'])
const builder = values.builder ?? null
const rules = rulesFor({ store, builder, daemon: Number(values.daemon ?? (store === '20.10' ? 8 : 25)) })
const syntax = values.syntax ?? null
const dryRun = makeDryRun({ rules, syntax })
let end = Date.now() + Number(values.seconds) * 1000
const profile: FuzzProfile | null =
  values.profile === undefined ? null : readChoice({ option: '--profile', value: values.profile, usage }, fuzzProfiles)
const firstSeed = Number(values.seed)
const engineOf = { overlay2: '28', containerd: '28c', '20.10': '20' } as const
let figures = noFigures

// Stopped by hand: the sequence under way is finished, then the figures are printed.
process.once('SIGINT', stop).once('SIGTERM', stop)

try {
  if (values.dump) {
    console.log(sequenceText(await sequenceOf(firstSeed)))
  } else {
    const engine = await startEngine(engineOf[store])
    await provideBaseImage(engine)
    const target = targetOn(engine)
    await warmUp(target)
    await fuzz(target)
  }
} finally {
  dryRun.close()
}

function stop(): void {
  end = 0
}

function targetOn(engine: RunningEngine): BuildTarget {
  const env = clientEnvironment(engine)
  return {
    engine,
    env,
    syntax: values.syntax ?? null,
    builder,
    rules,
    resolveImages: resolveCaseImages,
    idle: !values.busy,
  }
}

function sequenceOf(seed: number): Promise<FuzzSequence> {
  const features = featuresFor({ syntax, rules }, profileOf(seed))
  return generateSequence(seed, { features, buildable: dryRun.buildable })
}

/** Without --profile the seeds take turns, half of them with the widest one. */
function profileOf(seed: number): FuzzProfile {
  const narrow = fuzzProfiles.slice(1, -1)
  return profile ?? (seed % 2 === 0 ? 'all' : narrow[((seed - 1) / 2) % narrow.length]!)
}

async function fuzz(target: BuildTarget): Promise<void> {
  const what = [store, syntax, builder].filter(Boolean).join(', ')
  for (let index = 0; index < Number(values.count) && Date.now() < end; index += 1) {
    const seed = firstSeed + index
    const sequence = await sequenceOf(seed)
    const builds = await runSequence(sequence, target)
    figures = addSequence(figures, builds)
    if (figures.sequences % 20 === 0) console.log(`${new Date().toISOString()} ${figuresText(figures)}`)
    if (builds.at(-1)!.disagreements.length > 0) await reportDisagreement(seed, sequence, builds, target)
  }
  console.log(`${what}, seeds ${firstSeed} to ${firstSeed + figures.sequences - 1}: ${figuresText(figures)}`)
  process.exitCode = figures.disagreeing > 0 ? 1 : 0
}

async function reportDisagreement(
  seed: number,
  sequence: FuzzSequence,
  builds: readonly ComparedBuild[],
  target: BuildTarget,
): Promise<void> {
  const { disagreements } = builds.at(-1)!
  console.log(`\n### seed ${seed}, build ${builds.length}\n    ${disagreements.join('\n    ')}`)
  const wanted = kindOf(disagreements[0]!)
  const disagrees = async (smaller: FuzzSequence) => {
    const again = await runSequence(smaller, target)
    const last = again.length === smaller.builds.length ? again.at(-1)! : null
    return last?.disagreements.some((text) => kindOf(text) === wanted) ?? false
  }
  const upToThere = { ...sequence, builds: sequence.builds.slice(0, builds.length) }
  if (!(await disagrees(upToThere))) return console.log('    not seen again under another salt')
  const smallest = await shrinkSequence(upToThere, disagrees, { tries: 150, milliseconds: 150_000 })
  const again = (await runSequence(smallest, target)).at(-1)!
  console.log(`    shrunk to ${smallest.builds.length} builds:\n    ${again.disagreements.join('\n    ')}`)
  console.log(sequenceText(smallest).replace(/^/gm, '    '))
  if (!values.keep) console.log(`    saved as ${saveSequence(smallest, target, again.disagreements.join('; '))}`)
}

/** A disagreement without the names of one run: the same kind after shrinking is the same finding. */
function kindOf(text: string): string {
  return text
    .replace(/: \[.*$/s, '')
    .replace(/\n.*$/s, '')
    .replace(/"[^"]*"|\S*\/\S*|[\w]{20,}|\d+/g, '')
    .slice(0, 160)
}
