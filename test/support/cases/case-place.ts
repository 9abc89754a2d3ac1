import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Where one run of a case happens: a folder of its own with the context in it, and the random salt that keeps this run's
 * cache keys apart from those of every other run.
 */
export type CasePlace = {
  readonly salt: string
  /** The folder around the context. */
  readonly work: string
  /** The context directory; its base name holds the salt, since builders tell contexts apart by it. */
  readonly context: string
}

export function makeCasePlace(): CasePlace {
  const salt = `s${randomBytes(5).toString('hex')}`
  const work = mkdtempSync(join(tmpdir(), 'layertui-case-'))
  const context = join(work, `ctx-${salt}`)
  mkdirSync(context, { mode: 0o755 })
  return { salt, work, context }
}

export const removeCasePlace = ({ work }: CasePlace): void => rmSync(work, { recursive: true, force: true })

/** Text of a case with its `@SALT@`, `@WORK@`, `@CTX@`, `@PORT@` and `@SUM@` filled in. */
export function fillIn(text: string, place: CasePlace): string {
  if (!text.includes('@')) return text
  return text
    .replaceAll('@SALT@', place.salt)
    .replaceAll('@WORK@', place.work)
    .replaceAll('@CTX@', place.context)
    .replaceAll('@PORT@', () => leftBySetup(place, 'port') ?? '@PORT@')
    .replaceAll('@SUM@', () => leftBySetup(place, 'sum') ?? '@SUM@')
}

/** The reverse for what a builder printed: the same text in every run. */
export function blankOut(text: string, place: CasePlace): string {
  const port = leftBySetup(place, 'port')
  const sum = leftBySetup(place, 'sum')
  const blank = text.replaceAll(place.work, '@WORK@').replaceAll(place.salt, '@SALT@')
  const withoutPort = port === null ? blank : blank.replaceAll(`:${port}/`, ':@PORT@/')
  return sum === null ? withoutPort : withoutPort.replaceAll(sum, '@SUM@')
}

/** Runs a case's shell commands with the place in their environment. Throws with what they printed when they fail. */
export function runHook(commands: string, cwd: string, place: CasePlace, env: NodeJS.ProcessEnv): void {
  execFileSync('bash', ['-ec', fillIn(commands, place)], {
    cwd,
    env: { ...env, SALT: place.salt, WORK: place.work, CTX: place.context },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

/** A set-up leaves the port of its server, or a checksum, in a file. */
function leftBySetup({ work }: CasePlace, name: 'port' | 'sum'): string | null {
  try {
    return readFileSync(join(work, name), 'utf8').trim()
  } catch {
    return null
  }
}
