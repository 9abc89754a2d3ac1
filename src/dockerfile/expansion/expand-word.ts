import { builtinFrontend } from '../frontend/frontend.ts'
import { type FrontendFeatures, featuresOf } from '../frontend/frontend-features.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'
import { longestValue, rejectDeepNesting, rejectLongValue } from './expansion-limits.ts'
import { replaceAllMatches, replaceFirstMatch, trimPrefix, trimSuffix } from './shell-pattern.ts'
import { WordCollector } from './word-collector.ts'

/** Variables by name. An absent name is unset, which differs from empty. */
export type Variables = Pick<ReadonlyMap<string, string>, 'get' | 'has'>

export type ExpandOptions = {
  readonly escape?: '\\' | '`'
  /** Features of the front end that reads the file; default: the front end in BuildKit 0.25. */
  readonly features?: FrontendFeatures
  /** Keep quote characters in the result. */
  readonly keepQuotes?: boolean
  /** Keep escape characters in the result. */
  readonly keepEscapes?: boolean
  /** Quotes are ordinary characters (heredoc bodies). */
  readonly literalQuotes?: boolean
  /** Leave references to unset variables as they are written. */
  readonly keepUnset?: boolean
  /** Characters that the result may grow to; default: what fits into a variable of a program. */
  readonly longest?: number
}

/**
 * Expands one word (or a whole argument string) as BuildKit's front end does.
 * Throws DockerfileError for what BuildKit rejects, and LimitError for what grows too long.
 * Source: frontend/dockerfile/shell/lex.go.
 */
export function expandWord(word: string, variables: Variables, options: ExpandOptions = {}): string {
  return new WordLexer(word, variables, options, { collectsWords: false }).run().text
}

/** Expands and splits into words at white space that is neither quoted nor escaped. */
export function expandToWords(text: string, variables: Variables, options: ExpandOptions = {}): string[] {
  return new WordLexer(text, variables, options, { collectsWords: true }).run().words
}

type Scanned = { readonly text: string; readonly words: string[] }

const builtinFeatures = featuresOf(builtinFrontend(25))

const letterOrDigit = /[\p{L}\p{Nd}_]/u
const digit = /\p{Nd}/u
const specialNames = '@*#?-$!0'

class WordLexer {
  readonly #characters: readonly string[]
  readonly #variables: Variables
  readonly #options: ExpandOptions
  readonly #escape: string
  readonly #features: FrontendFeatures
  readonly #longest: number
  readonly #collectsWords: boolean
  #depth = 0
  #keepEscapes: boolean
  #words: WordCollector | null = null
  #at = 0

  constructor(
    word: string,
    variables: Variables,
    options: ExpandOptions,
    { collectsWords }: { readonly collectsWords: boolean },
  ) {
    // Go's scanner drops a byte order mark that the text begins with.
    this.#characters = [...word.replace(/^\uFEFF/, '')]
    this.#variables = variables
    this.#options = options
    this.#escape = options.escape ?? '\\'
    this.#features = options.features ?? builtinFeatures
    this.#longest = Math.max(options.longest ?? longestValue, word.length)
    this.#collectsWords = collectsWords
    this.#keepEscapes = options.keepEscapes ?? false
  }

  run(): Scanned {
    return this.#scanUntil(null, this.#keepEscapes)
  }

  #peek(): string | undefined {
    return this.#characters[this.#at]
  }

  #scanUntil(stop: string | null, keepEscapes: boolean): Scanned {
    const outerKeepEscapes = this.#keepEscapes
    this.#keepEscapes = keepEscapes
    let text = ''
    const outerWords = this.#words
    // The text before a ${N:-word} is lost for the word list, but not for the text.
    if (this.#features.sharedWordBuffer) outerWords?.loseWord()
    const words = this.#collectsWords ? new WordCollector() : null
    this.#words = words
    rejectDeepNesting(++this.#depth)
    while (this.#at < this.#characters.length) {
      const character = this.#peek()!
      if (stop !== null && character === stop) {
        this.#at++
        this.#keepEscapes = outerKeepEscapes
        this.#words = outerWords
        this.#depth--
        return { text, words: words?.finish() ?? [] }
      }
      if (character === '$') {
        const value = this.#dollar()
        text += value
        rejectLongValue(text.length, this.#longest)
        words?.addSplitting(value)
        continue
      }
      const joined = this.#joinedPiece(character)
      if (joined !== null) {
        text += joined
        words?.addWhole(joined)
        continue
      }
      this.#at++
      if (character !== this.#escape) {
        text += character
        words?.addSplitting(character)
        continue
      }
      if (this.#keepEscapes) {
        text += character
        words?.addWhole(character)
      }
      const escaped = this.#peek()
      if (escaped === undefined) break
      this.#at++
      text += escaped
      words?.addWhole(escaped)
    }
    this.#keepEscapes = outerKeepEscapes
    if (stop !== null) {
      throw new DockerfileError(
        `unexpected end of statement while looking for matching ${stop === '}' ? 'close-brace' : stop}`,
      )
    }
    return { text, words: words?.finish() ?? [] }
  }

  /** Pieces that never split into words: quoted text and heredoc markers; null for ordinary characters. */
  #joinedPiece(character: string): string | null {
    if (character === '<') return this.#heredocMarker()
    if (this.#options.literalQuotes) return null
    if (character === "'") return this.#singleQuoted()
    if (character === '"') return this.#doubleQuoted()
    return null
  }

  #heredocMarker(): string {
    this.#at++
    if (this.#peek() !== '<') return '<'
    this.#at++
    let marker = '<<'
    while (this.#features.blankInMarkers && ['\t', '\r', ' '].includes(this.#peek() ?? ''))
      marker += this.#characters[this.#at++]
    return marker
  }

  #singleQuoted(): string {
    const quote = this.#options.keepQuotes ? "'" : ''
    let text = quote
    this.#at++
    for (;;) {
      const character = this.#peek()
      if (character === undefined)
        throw new DockerfileError('unexpected end of statement while looking for matching single-quote')
      this.#at++
      if (character === "'") return text + quote
      text += character
    }
  }

  #doubleQuoted(): string {
    const quote = this.#options.keepQuotes ? '"' : ''
    let text = quote
    this.#at++
    for (;;) {
      let character = this.#peek()
      if (character === undefined)
        throw new DockerfileError('unexpected end of statement while looking for matching double-quote')
      if (character === '"') {
        this.#at++
        return text + quote
      }
      if (character === '$') {
        text += this.#dollar()
        rejectLongValue(text.length, this.#longest)
        continue
      }
      this.#at++
      if (character === this.#escape) {
        if (this.#keepEscapes) text += character
        const next = this.#peek()
        if (next === undefined) continue
        if (next === '"' || next === '$' || next === this.#escape) {
          character = next
          this.#at++
        }
      }
      text += character
    }
  }

  #name(): string {
    let name = ''
    for (;;) {
      const character = this.#peek()
      if (character === undefined) return name
      if (name === '' && digit.test(character)) {
        while (digit.test(this.#peek() ?? '')) name += this.#characters[this.#at++]
        return name
      }
      if (name === '' && specialNames.includes(character)) {
        this.#at++
        return character
      }
      if (!letterOrDigit.test(character)) return name
      name += character
      this.#at++
    }
  }

  #dollar(): string {
    this.#at++
    if (this.#peek() !== '{') {
      const name = this.#name()
      if (name === '') return '$'
      return this.#variables.get(name) ?? (this.#options.keepUnset ? `$${name}` : '')
    }
    this.#at++
    const first = this.#peek()
    if (first === undefined) throw new DockerfileError("syntax error: missing '}'")
    if ('{}:'.includes(first)) throw new DockerfileError('syntax error: bad substitution')
    const name = this.#name()
    const modifier = this.#characters[this.#at++]
    const value = this.#variables.get(name)
    if (modifier === '}') return value ?? (this.#options.keepUnset ? `\${${name}}` : '')
    this.#requireModifier(name, modifier)
    if (modifier === '/') return this.#replace(name, value)
    return this.#modified(name, value, modifier!)
  }

  #requireModifier(name: string, modifier: string | undefined): void {
    if (modifier === undefined) throw new DockerfileError("syntax error: missing '}'")
    const known =
      ':?'.includes(modifier) ||
      (this.#features.shortModifiers && '-+'.includes(modifier)) ||
      (this.#features.patternModifiers && '#%/'.includes(modifier))
    if (!known) throw unsupportedModifier(name, modifier)
  }

  /** `${N/p/r}` and `${N//p/r}`. */
  #replace(name: string, value: string | undefined): string {
    const everywhere = this.#peek() === '/'
    if (everywhere) this.#at++
    const pattern = this.#scanUntil('/', true).text
    const replacement = this.#scanUntil('}', true).text
    if (value === undefined && this.#options.keepUnset) return `\${${name}/${pattern}/${replacement}}`
    return everywhere
      ? replaceAllMatches(value ?? '', pattern, replacement, this.#longest)
      : replaceFirstMatch(value ?? '', pattern, replacement)
  }

  /** `${N:-w}` `${N+w}` `${N:?m}` `${N#p}` `${N%%p}` and their like. */
  #modified(name: string, value: string | undefined, first: string): string {
    const emptyCounts = first === ':'
    const operator = emptyCounts ? (this.#characters[this.#at++] ?? '') : first
    const resolvedText = emptyCounts ? `:${operator}` : first
    const trims = operator === '#' || operator === '%'
    if (emptyCounts && trims && !this.#features.colonBeforePattern) throw unsupportedModifier(name, resolvedText)
    const word = this.#scanUntil('}', trims).text
    if (value === undefined && this.#options.keepUnset) return `\${${name}${resolvedText}${word}}`
    const missing = value === undefined || (emptyCounts && value === '')
    if (operator === '-') return missing ? word : value
    if (operator === '+') return missing ? '' : word
    if (operator === '?') {
      if (missing) throw new DockerfileError(`${name}: ${word === '' ? 'is not allowed to be unset' : word}`)
      return value
    }
    if (!trims) throw unsupportedModifier(name, resolvedText)
    if (word === '' && !this.#features.emptyPatterns) throw unsupportedModifier(name, resolvedText)
    const greedy = word.startsWith(operator)
    const pattern = greedy ? word.slice(1) : word
    return operator === '#'
      ? trimPrefix(value ?? '', pattern, { greedy })
      : trimSuffix(value ?? '', pattern, { greedy })
  }
}

const unsupportedModifier = (name: string, modifier: string): DockerfileError =>
  new DockerfileError(`unsupported modifier (${modifier}) in substitution of ${name}`)
