import { DockerfileError } from '../problems/dockerfile-error.ts'

/** The linter options that `# check=…` or BUILDKIT_DOCKERFILE_CHECK sets. */
export type LintOptions = {
  readonly skip: ReadonlySet<string> | 'all'
  /** Findings stop the build. */
  readonly error: boolean
}

/**
 * `skip=RuleA,RuleB;error=true`. Throws DockerfileError. Source: frontend/dockerfile/linter/linter.go:
 * ParseLintOptions.
 */
export function parseLintOptions(text: string): LintOptions {
  let skip: LintOptions['skip'] = new Set()
  let error = false
  for (const option of text.trim() === '' ? [] : atMostThree(text.trim().split(';'))) {
    const equals = option.indexOf('=')
    const name = option.slice(0, Math.max(equals, 0)).trim()
    const value = option.slice(equals + 1).trim()
    if (equals < 0 || !['skip', 'experimental', 'error'].includes(name))
      throw new DockerfileError(`failed to parse check options: invalid check option "${equals < 0 ? option : name}"`)
    if (name === 'skip') skip = value === 'all' ? 'all' : new Set(value.split(',').map((rule) => rule.trim()))
    if (name === 'error') error = readBoolean(value, option)
  }
  return { skip, error }
}

/** The text after the second `;` is one option, whatever it contains. */
const atMostThree = ([first = '', second, ...others]: readonly string[]): readonly string[] => [
  first,
  ...(second === undefined ? [] : [second]),
  ...(others.length === 0 ? [] : [others.join(';')]),
]

function readBoolean(value: string, option: string): boolean {
  if (/^(?:1|t|T|true|TRUE|True)$/.test(value)) return true
  if (/^(?:0|f|F|false|FALSE|False)$/.test(value)) return false
  throw new DockerfileError(`failed to parse check option "${option}"`)
}
