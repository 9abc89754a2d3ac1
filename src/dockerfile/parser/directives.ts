import type { FrontendFeatures } from '../frontend/frontend-features.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'
import { trimEnd, trimNewlines, trimSpace } from './white-space.ts'

export type DirectiveName = 'syntax' | 'escape' | 'check'

const directiveNames: readonly string[] = ['syntax', 'escape', 'check']

// Blanks of Go's regular expressions: JavaScript's \s takes more.
const directiveForm = /^[\t\n\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*([^\n]+)$/
/** The blanks behind a value are dropped; a value of blanks alone is its last one. */
const withoutBlanks = (value: string): string => trimEnd(value, isBlank) || value
const isBlank = (character: string): boolean => '\t\n\f\r '.includes(character)

/** Reads `# name = value`; null when the line is not a known directive. */
function parseDirective(line: string, comment: '#' | '//'): { name: DirectiveName; value: string } | null {
  if (!line.startsWith(comment)) return null
  const [, written = '', value = ''] = directiveForm.exec(line.slice(comment.length)) ?? []
  const name = written.toLowerCase()
  return directiveNames.includes(name) ? { name: name as DirectiveName, value: withoutBlanks(value) } : null
}

/** Collects parser directives: only the unbroken run of them at the very top counts. Source: parser/directives.go. */
export class DirectiveReader {
  readonly values = new Map<DirectiveName, string>()
  readonly #features: FrontendFeatures
  #done = false

  constructor(features: FrontendFeatures) {
    this.#features = features
  }

  /** Offers a logical line's first physical line, leading blanks taken off. */
  offer(line: string): void {
    if (this.#done) return
    const directive = parseDirective(line, '#')
    if (directive === null || (directive.name === 'check' && !this.#features.checkDirective)) {
      this.#done = true
      return
    }
    if (this.values.has(directive.name))
      throw new DockerfileError(`only one ${directive.name} parser directive can be used`)
    if (directive.name === 'escape' && directive.value !== '`' && directive.value !== '\\') {
      throw new DockerfileError(`invalid escape token '${directive.value}' does not match ${'`'} or \\`)
    }
    this.values.set(directive.name, directive.value)
  }
}

/**
 * The front end that a Dockerfile names, or null. A byte order mark and one `#!` line may come first; then
 * `# syntax=`, else `// syntax=`, else a JSON object. Source: parser/directives.go: DetectSyntax.
 */
export function detectSyntax(text: string): string | null {
  const body = behindShebang(text)
  return detectDirective('syntax', body, '#') ?? detectDirective('syntax', body, '//') ?? jsonSyntax(body)
}

/** The first word of the check directive, or null. Source: parser/directives.go: ParseDirective. */
export const detectCheck = (text: string): string | null => detectDirective('check', behindShebang(text), '#')

function behindShebang(text: string): string {
  const body = text.replace(/^\uFEFF/, '')
  if (!body.startsWith('#!')) return body
  const newline = body.indexOf('\n')
  return newline < 0 ? '' : body.slice(newline + 1)
}

/**
 * Finds the syntax directive as BuildKit 0.8 does: among the `# name = value` lines at the start, whatever their names
 * are.
 * Source: dockerfile2llb/directives.go of 0.8: ParseDirectives.
 */
export function detectOldSyntax(text: string): string | null {
  let reference: string | null = null
  for (const line of text.split('\n')) {
    const directive = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*([^\n]+)$/.exec(line)
    if (directive === null) break
    if (directive[1]!.toLowerCase() === 'syntax') reference = firstWord(directive[2]!)
  }
  return reference
}

function detectDirective(name: DirectiveName, body: string, comment: '#' | '//'): string | null {
  const seen = new Set<string>()
  let reference: string | null = null
  for (const line of body.split('\n')) {
    // Unlike the parser of the file, this one takes no blanks in front.
    const directive = parseDirective(trimNewlines(line), comment)
    if (directive === null || seen.has(directive.name)) break
    seen.add(directive.name)
    if (directive.name === name) reference = firstWord(directive.value)
  }
  return reference
}

function jsonSyntax(body: string): string | null {
  if (!trimSpace(body).startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(body)
    const syntax = (value as { syntax?: unknown }).syntax
    return typeof syntax === 'string' ? firstWord(syntax) : null
  } catch {
    return null
  }
}

/** Everything after the first word of a syntax value is ignored. */
export const firstWord = (value: string): string => trimSpace(value).split(' ')[0]!
