import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Recording, readRecording } from '../../engine/recording.ts'
import { type CaseFile, casesDirectory, readCase } from './case-file.ts'

export type RecordedCase = { readonly directory: string; readonly spec: CaseFile; readonly recording: Recording }

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
      return recording === null ? [] : [{ directory, spec: readCase(path), recording }]
    })
}

/** Why a case cannot be replayed without an engine; null: it can. */
export function notReplayable({ directory, spec, recording }: RecordedCase): string | null {
  const commands = [spec.setup ?? '', ...spec.builds.map(({ hook }) => hook ?? '')].join('\n')
  if (spec.noReplay) return 'marked so'
  if (/www|git /.test(commands) || spec.sec.includes('remote')) return 'asks a server'
  if (/REGISTRY|docker push/.test(commands)) return 'asks a registry'
  if (/syntax-directive-unreachable|syntax-unknown-tag/.test(directory)) return 'asks a registry'
  if (/from-missing-image|pull-flag/.test(directory)) return 'asks a registry'
  // An image's own files are not looked into, and Node reads no extended attributes.
  if (/copy-from-missing-path/.test(directory)) return 'fails on what an image holds'
  if (/xattr-and-touch/.test(directory)) return 'an extended attribute decides'
  // A directory that goes while one of a like name comes before it leaves its files in the checksum of that one above.
  if (
    recording.engine.server.startsWith('20.10.') &&
    /703-practical-python-uv|directory-comes-before-directory-goes/.test(directory)
  ) {
    return 'meets a fault of BuildKit 0.8 that is not followed'
  }
  const errors = [...recording.earlier, recording].map(({ error = '' }) => error)
  if (errors.some((error) => error.startsWith('unknown flag: --')))
    return 'asks for an option that its client does not know'
  return null
}
