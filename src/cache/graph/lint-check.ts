import { DockerfileError } from '../../dockerfile/dockerfile-error.ts'
import type { Dockerfile } from '../../dockerfile/parse-dockerfile.ts'

/**
 * `# check=error=true` makes lint findings stop the build. Of the lint rules FromAsCasing is known here: a FROM line with
 * its keywords in different cases. Source: frontend/dockerfile/linter/ruleset.go.
 */
export function checkLint(dockerfile: Dockerfile): void {
  const check = dockerfile.directives.get('check')
  if (check === undefined || !/error=true/.test(check) || /skip=(all|[^;]*FromAsCasing)/.test(check)) return
  for (const { keyword, text, line, column } of dockerfile.instructions) {
    const [, from, as] = keyword === 'from' ? (/^(\S+)\s+\S+\s+(as)\s/i.exec(text) ?? []) : []
    if (from === undefined || as === undefined || isUpper(from) === isUpper(as)) continue
    throw new DockerfileError(
      `lint violation found for rules: FromAsCasing ('${as}' and '${from}' keywords' casing do not match)`,
      line,
      column,
    )
  }
}

const isUpper = (word: string): boolean => word === word.toUpperCase()
