import { BadPatternError } from './glob.ts'

const goEscapes: Readonly<Record<string, string>> = {
  a: '\\x07',
  f: '\\f',
  t: '\\t',
  n: '\\n',
  r: '\\r',
  v: '\\v',
  d: '[0-9]',
  D: '[^0-9]',
  s: '[\\t\\n\\f\\r ]',
  S: '[^\\t\\n\\f\\r ]',
  w: '[0-9A-Za-z_]',
  W: '[^0-9A-Za-z_]',
  A: '^',
  z: '$',
  b: '\\b',
  B: '\\B',
}

/**
 * A regular expression of Go's RE2 in JavaScript's spelling, as far as ignore patterns can produce one. `counts`: braces
 * with numbers repeat what stands before them. Throws BadPatternError with `pattern`.
 */
export function expressionFromGo(go: string, pattern: string, { counts }: { readonly counts: boolean }): RegExp {
  let source = ''
  let inClass = false
  const characters = [...go]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!
    if (character === '\\') {
      const escaped = characters[++at]
      if (escaped === undefined) throw new BadPatternError(pattern)
      if (/[A-Za-z0-9]/.test(escaped)) {
        const translated = goEscapes[escaped]
        if (translated === undefined) throw new BadPatternError(pattern)
        source += translated
      } else source += /[\^$\\.*+?()[\]{}|/]/.test(escaped) || (inClass && escaped === '-') ? `\\${escaped}` : escaped
    } else if (inClass) {
      if (character === ']') inClass = false
      source += character === '[' ? '\\[' : character
    } else if (character === '[') {
      inClass = true
      source += '['
      if (characters[at + 1] === '^') source += characters[++at]
      // A bracket that comes first stands for itself.
      if (characters[at + 1] === ']') {
        source += '\\]'
        at++
      }
    } else if (character === '{') {
      const count = counts ? (/^\{\d+(,\d*)?\}/.exec(characters.slice(at).join(''))?.[0] ?? '') : ''
      source += count === '' ? '\\{' : count
      at += Math.max(0, count.length - 1)
      // What starts a line can be repeated in Go.
    } else if (character === '^') source += '(?:^)'
    else source += ']}'.includes(character) ? `\\${character}` : character
  }
  if (inClass) throw new BadPatternError(pattern)
  try {
    return new RegExp(source, 'us')
  } catch {
    throw new BadPatternError(pattern)
  }
}
