import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expandWord } from '../../src/dockerfile/expansion/expand-word.ts'
import { parseDockerfile } from '../../src/dockerfile/parser/parse-dockerfile.ts'
import { DockerfileError } from '../../src/dockerfile/problems/dockerfile-error.ts'

const pieces = fc.constantFrom(
  'FROM alpine',
  'RUN ',
  'COPY ',
  'ENV A=',
  'ONBUILD ',
  '# escape=`',
  '--mount=',
  '--chown=',
  '<<EOF',
  'EOF',
  '\n',
  '\r\n',
  '\\',
  '`',
  '"',
  "'",
  '$',
  '${',
  '}',
  '[',
  ']',
  ' ',
  '\t',
  '\0',
  'é',
  '\ufeff',
  '=',
  ',',
)
const dockerfileLike = fc.oneof(
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 40 }).map((all) => all.join('')),
  fc.string({ unit: 'binary' }),
)

it('parsing answers a Dockerfile or a located problem for any text', () => {
  fc.assert(
    fc.property(dockerfileLike, (text) => {
      const { dockerfile, problem } = parseDockerfile(text)
      const last = text.split('\n').length
      if (problem !== null) {
        expect(problem.line).toBeGreaterThanOrEqual(1)
        expect(problem.line).toBeLessThanOrEqual(last)
      } else {
        for (const { line, endLine } of dockerfile.instructions) {
          expect(line).toBeLessThanOrEqual(endLine)
          expect(endLine).toBeLessThanOrEqual(last)
        }
      }
    }),
    { numRuns: 1000 },
  )
})

it('a word expands, or is rejected, and nothing else happens', () => {
  const wordLike = fc.array(
    fc.oneof(
      fc.constantFrom('$', '${', '}', ':', '-', '+', '?', '#', '%', '/', '\\', '"', "'", '*', 'A', 'B', '(', '['),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 20 },
  )
  const variables = new Map([
    ['A', 'alpha/beta.x'],
    ['B', ''],
  ])
  fc.assert(
    fc.property(wordLike, (pieces) => {
      try {
        expect(typeof expandWord(pieces.join(''), variables)).toBe('string')
      } catch (error) {
        expect(error).toBeInstanceOf(DockerfileError)
      }
    }),
    { numRuns: 2000 },
  )
})
