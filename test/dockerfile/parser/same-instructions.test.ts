import { expect, test } from 'vitest'
import { sameInstructions } from '../../../src/dockerfile/parser/same-instructions.ts'

const text = 'FROM a\nRUN one \\\n  two\n'

test('comments, blank lines and spacing leave the instructions as they are', () => {
  expect(sameInstructions(text, text)).toBe(true)
  expect(sameInstructions(text, `# hello\n\n${text}`)).toBe(true)
  expect(sameInstructions(text, 'FROM a\nRUN one   two\n')).toBe(true)
})

test('another word, another line of a heredoc, another directive or a text that cannot be read do not', () => {
  expect(sameInstructions(text, `${text}RUN three\n`)).toBe(false)
  expect(sameInstructions('FROM a\nRUN <<E\nx\nE\n', 'FROM a\nRUN <<E\ny\nE\n')).toBe(false)
  expect(sameInstructions(text, `# syntax=docker/dockerfile:1\n${text}`)).toBe(false)
  expect(sameInstructions('NONSENSE', 'NONSENSE ')).toBe(false)
})
