import { type DockerFlag, dockerBuildFlags } from './docker-build-flags.ts'
import { UsageError } from './usage-error.ts'

/**
 * Spells a command line the plain way: `--name value`, one option a word. Docker's parser (spf13/pflag) also takes
 * `-t=x`, `-qt x`, `--pull=false`, which the command parser here does not know. What is unknown stays as
 * it is, for the command parser to reject.
 */
export function normalizeArguments(argv: readonly string[]): readonly string[] {
  const plain: string[] = []
  const words = [...argv]
  while (words.length > 0) {
    const word = words.shift()!
    if (word === '--') return [...plain, word, ...words]
    if (word.startsWith('--')) plain.push(...normalizeLong(word, words))
    else if (word.length > 1 && word.startsWith('-')) plain.push(...normalizeCluster(word, words))
    else plain.push(word)
  }
  return plain
}

/** One `--name` or `--name=value`; takes its value from the words that follow. */
function normalizeLong(word: string, following: string[]): readonly string[] {
  const equals = word.indexOf('=')
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals)
  const flag = dockerBuildFlags.find(({ long }) => long === name)
  if (flag === undefined) return [word]
  if (flag.value !== undefined) return equals < 0 ? [word, ...following.splice(0, 1)] : [word]
  return equals < 0 ? [word] : switchAs(flag, word.slice(equals + 1))
}

/** `-q`, `-qt x`, `-tx`, `-t=x`: letter by letter. */
function normalizeCluster(word: string, following: string[]): readonly string[] {
  const plain: string[] = []
  for (let at = 1; at < word.length; at++) {
    const flag = dockerBuildFlags.find(({ short }) => short === word[at])
    if (flag === undefined) return [...plain, `-${word.slice(at)}`]
    const rest = word.slice(at + 1)
    if (flag.value !== undefined) {
      const value = rest === '' ? following.splice(0, 1) : [rest.replace(/^=/, '')]
      return [...plain, `--${flag.long}`, ...value]
    }
    if (rest.startsWith('=')) return [...plain, ...switchAs(flag, rest.slice(1))]
    plain.push(`--${flag.long}`)
  }
  return plain
}

/** A switch with a value. Source: Go's strconv.ParseBool. */
function switchAs(flag: DockerFlag, value: string): readonly string[] {
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return [`--${flag.long}`]
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) return []
  throw new UsageError(`--${flag.long} is on or off, not "${value}"`, `write --${flag.long} or --${flag.long}=false`)
}
