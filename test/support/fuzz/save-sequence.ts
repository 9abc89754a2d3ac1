import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaseFile, casesDirectory } from '../cases/case-file.ts'
import { withFrontend } from '../cases/syntax-line.ts'
import type { BuildTarget } from './fuzz-target.ts'
import type { FuzzSequence } from './generate-sequence.ts'

/** Cases found by fuzzing are numbered from here on. */
const firstNumber = 800

/** Saves a sequence as a case folder of test/cases/cache; answers its name. The recording is made by `record-cases`. */
export function saveSequence(sequence: FuzzSequence, target: BuildTarget, about: string): string {
  mkdirSync(casesDirectory, { recursive: true })
  const numbers = readdirSync(casesDirectory).map((name) => Number.parseInt(name, 10))
  const number = Math.max(firstNumber - 1, ...numbers.filter((taken) => taken >= firstNumber)) + 1
  const { rules } = target
  const directory = `${number}-fuzz-${sequence.name}`
  const saved: CaseFile = {
    sec: '8-fuzz',
    name: `fuzz-${sequence.name}`,
    about,
    args: [],
    ...(rules.builder === 'containerd' && { engines: ['28c'] }),
    builds: withFrontend(sequence, target.syntax).builds,
  }
  mkdirSync(join(casesDirectory, directory))
  writeFileSync(join(casesDirectory, directory, 'case.json'), `${JSON.stringify(saved, null, 1)}\n`)
  return directory
}
