import type { ClassicKey, KeyInputs, KeyMount } from '../cache/model/plan/key-inputs.ts'

/** What a step is cached by, as a list of nouns: `the command, 2 variables (A, B), … the step before`. */
export function explainKey(key: KeyInputs): string {
  switch (key.kind) {
    case 'image':
      return 'the layers of the image (another tag or configuration with equal layers is the same)'
    case 'workdir':
      return 'the path, its owner, the step before'
    case 'run':
      return [
        'the command',
        ...variablesOf(key.variables),
        'user, directory, shell',
        ...key.mounts.flatMap(countedPart),
        'the step before',
      ].join(', ')
    case 'copy': {
      const { names, more, ownership, linked } = key
      const sources = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
      return [
        sources === '' ? 'contents' : `contents and names of ${sources}`,
        'the destination',
        ...(ownership ? ['owner and mode'] : []),
        ...(linked ? [] : ['the step before']),
      ].join(', ')
    }
    case 'classic':
      return classicKeys[key.step]
  }
}

/** Things that look like a part of the key and do not count: values of secrets, contents of cache mounts. null: none. */
export function explainUncounted(key: KeyInputs): string | null {
  if (key.kind === 'copy') return key.linked ? 'the step before (--link)' : null
  if (key.kind !== 'run') return null
  const parts = key.mounts.flatMap(uncountedPart)
  return parts.length === 0 ? null : parts.join(', ')
}

const classicKeys: Readonly<Record<ClassicKey, string>> = {
  global: 'nothing (it makes no image and is read in every build)',
  from: 'the ID of the image it starts from',
  run: 'the image before it, its command line, the build arguments it sees',
  copy: 'the image before it, its destination, --chown, and path, mode and content of each file',
  arg: 'the image before it, its text with the default value (the value of --build-arg does not count)',
  other: 'the image before it, its text with variables filled in',
}

/** How many variables are named. */
const namedVariables = 6

function variablesOf(names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  const shown = names.slice(0, namedVariables).join(', ')
  const more = names.length - namedVariables
  const all = more > 0 ? `${shown} and ${more} more` : shown
  return [names.length === 1 ? `the variable ${all}` : `${names.length} variables in their order (${all})`]
}

function countedPart({ type, name, target }: KeyMount): readonly string[] {
  switch (type) {
    case 'bind':
      return [`the content of the bind mount ${name}`]
    case 'cache':
      return [`that a cache is mounted${at(target)}`]
    case 'tmpfs':
      return [`that a tmpfs is mounted${at(target)}`]
    case 'secret':
      return [`that secret ${name} is mounted, and its options`]
    case 'ssh':
      return ['that an SSH agent is mounted, and its options']
  }
}

function uncountedPart({ type, name }: KeyMount): readonly string[] {
  switch (type) {
    case 'secret':
      return [`the value of secret ${name}`]
    case 'cache':
      return [`what the cache ${name} holds`]
    case 'ssh':
      return ['the keys of the SSH agent']
    case 'bind':
    case 'tmpfs':
      return []
  }
}

const at = (target: string | null): string => (target === null ? '' : ` at ${target}`)
