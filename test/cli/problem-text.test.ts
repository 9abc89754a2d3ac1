import { expect, test } from 'vitest'
import { failureText, problemText } from '../../src/cli/report/problem-text.ts'

test('a problem is written as compilers write it, so that editors can jump there', () => {
  const problem = { file: 'Dockerfile', line: 7, column: 3, message: 'unknown instruction: CPY' }
  expect(problemText(problem)).toBe('Dockerfile:7:3: unknown instruction: CPY\n')
  expect(problemText({ ...problem, hint: 'did you mean COPY?' })).toBe(
    'Dockerfile:7:3: unknown instruction: CPY (did you mean COPY?)\n',
  )
  expect(problemText({ file: 'Dockerfile', line: 0, column: 0, message: 'file with no instructions' })).toBe(
    'Dockerfile: file with no instructions\n',
  )
})

test('a failure says what is wrong and what to do', () => {
  const failure = { kind: 'no-context', summary: 'shop does not exist', detail: '', nextStep: 'give the directory' }
  expect(failureText(failure)).toBe('layertui: shop does not exist\n  give the directory\n')
  expect(failureText({ ...failure, summary: 'a\x1bb', nextStep: '', detail: 'one\ntwo' })).toBe(
    'layertui: a\\x1bb\n  one\n  two\n',
  )
})
