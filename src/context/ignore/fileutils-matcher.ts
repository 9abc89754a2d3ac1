import { compileGoExpression } from './go-expression.ts'

/**
 * The glob language of Docker 20.10: only `.` and `$` lose their meaning in regular expressions, so that `+`, `|`, `^`,
 * parentheses and counts keep theirs. Source: moby pkg/fileutils/fileutils.go: Pattern.compile.
 */
export function compileFileutilsMatcher(pattern: string): (path: string) => boolean {
  let source = ''
  const characters = [...pattern]
  let at = 0
  while (at < characters.length) {
    const character = characters[at++]!
    if (character === '*' && characters[at] === '*') {
      at++
      if (characters[at] === '/') at++
      source += at < characters.length ? '(.*/)?' : '.*'
    } else if (character === '*') source += '[^/]*'
    else if (character === '?') source += '[^/]'
    else if (character === '.' || character === '$') source += `\\${character}`
    else if (character === '\\') source += at < characters.length ? `\\${characters[at++]}` : '\\'
    else source += character
  }
  return compileGoExpression(`^${source}$`, pattern)
}
