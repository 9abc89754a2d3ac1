import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { EngineName } from './engine.ts'
import type { RecordedBuild } from './record-case.ts'

/** `truth.json` and its kin: the last build of a case, and under `earlier` those before it. */
export type Recording = Omit<RecordedBuild, 'label'> & {
  readonly engine: RecordedEngine
  readonly syntax?: string
  readonly recordedAt: string
  readonly runs: number
  /** Whether all runs printed the same. */
  readonly deterministic: boolean
  /** Where they did not: every answer seen. */
  readonly alternatives?: readonly Pick<RecordedBuild, 'ok' | 'steps'>[]
  readonly earlier: readonly RecordedBuild[]
}

export type RecordedEngine = {
  readonly server: string
  readonly client: string
  readonly storageDriver?: string
  readonly builder: string
}

export const readRecording = (file: string): Recording | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recording) : null

export const writeRecording = (file: string, recording: Recording): void =>
  writeFileSync(file, `${JSON.stringify(recording, null, 1)}\n`)

type RecordedCase = Pick<Recording, 'ok' | 'contextLoaded' | 'steps' | 'earlier'>

/**
 * What two recordings disagree about, a line each. FROM lines count for the last build only, and not at all where other
 * builds ran on the engine meanwhile.
 */
export function recordingDifferences(
  before: RecordedCase,
  now: RecordedCase,
  { compareFrom }: { readonly compareFrom: boolean },
): readonly string[] {
  const old = new Set(linesOf(before, compareFrom))
  const fresh = new Set(linesOf(now, compareFrom))
  return [
    ...[...old].filter((line) => !fresh.has(line)).map((line) => `- ${line}`),
    ...[...fresh].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ]
}

function linesOf(recording: RecordedCase, compareFrom: boolean): readonly string[] {
  const builds = [...recording.earlier, recording]
  return builds.flatMap((build, index) => {
    const shown = compareFrom && index === builds.length - 1
    const steps = build.steps.filter(({ kind }) => shown || kind !== 'from')
    const lines = steps.map(({ name, kind, status }) => `${status} ${kind} ${name.replace(/@sha256:[0-9a-f]+$/, '')}`)
    return [`ok=${build.ok} context=${build.contextLoaded}`, ...lines].map((line) => `build ${index + 1}: ${line}`)
  })
}

/** `truth.json` is the overlay2 store's, or that of the first engine that a case is made for. */
export const recordingName = (engine: EngineName, engines: readonly string[] | undefined): string =>
  engine === '28' || engines?.[0] === engine ? 'truth.json' : `truth.${engine}.json`
