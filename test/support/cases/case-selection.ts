import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Recording, readRecording } from '../../engine/recording.ts'
import { type CaseFile, casesDirectory, readCase } from './case-file.ts'

export type RecordedCase = {
  readonly directory: string
  /** The recording's file name. */
  readonly name: string
  readonly spec: CaseFile
  readonly recording: Recording
}

/** Files of recordings by BuildKit builders, as they are named in the cases' folders. */
export function recordingNames(): readonly string[] {
  const names = new Set(
    readdirSync(casesDirectory).flatMap((directory) => readdirSync(join(casesDirectory, directory))),
  )
  // Other builders with rules of their own.
  const others = new Set(['case.json', 'truth.legacy28.json'])
  return [...names].filter((name) => !others.has(name)).sort()
}

/** The cases that have a recording of this name. */
export function casesRecordedAs(name: string): readonly RecordedCase[] {
  return readdirSync(casesDirectory)
    .sort()
    .flatMap((directory) => {
      const path = join(casesDirectory, directory)
      const recording = readRecording(join(path, name))
      return recording === null ? [] : [{ directory, name, spec: readCase(path), recording }]
    })
}

/** Why a recording cannot be replayed without an engine; null: it can. */
export function notReplayable({ name, spec, recording }: RecordedCase): string | null {
  const { skip } = spec
  const reason = typeof skip === 'string' ? skip : skip?.[name]
  if (reason !== undefined) return reason
  const errors = [...recording.earlier, recording].map(({ error = '' }) => error)
  return errors.some((error) => error.startsWith('unknown flag: --'))
    ? 'asks for an option that its client does not know'
    : null
}
