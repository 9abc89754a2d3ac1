import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const directory = mkdtempSync(join(tmpdir(), 'layertui-test-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What the script prints of a report with these files. */
function count(files: readonly object[], totals = { numPassedTests: 0, numFailedTests: 0, numTotalTests: 1 }): string {
  const report = join(directory, 'report.json')
  writeFileSync(report, JSON.stringify({ ...totals, testResults: files }))
  return execFileSync(process.execPath, ['test/tools/count-tests.js', report], { encoding: 'utf8' })
}

test('failed tests are counted and named', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'a', failureMessages: [] },
    { status: 'failed', fullName: 'b', failureMessages: ['expected 1\nto be 2'] },
  ]
  const file = { name: 'x.test.ts', status: 'failed', message: '', assertionResults }
  const totals = { numPassedTests: 1, numFailedTests: 1, numTotalTests: 2 }
  expect(count([file], totals)).toBe('1 1\nx.test.ts: b: expected 1 to be 2\n')
})

test.each([
  ['could not be loaded', []],
  ['could not be set up, so that its tests were skipped', [{ status: 'skipped', fullName: 'a', failureMessages: [] }]],
])('a file that %s is a failure', (_, assertionResults) => {
  const file = { name: 'x.test.ts', status: 'failed', message: 'no engine', assertionResults }
  expect(count([file])).toBe('0 1\nx.test.ts: did not run: no engine\n')
})

test('no report, or one without tests, is a failure', () => {
  expect(execFileSync(process.execPath, ['test/tools/count-tests.js', '/nowhere'], { encoding: 'utf8' })).toBe('0 1\n')
  expect(count([], { numPassedTests: 0, numFailedTests: 0, numTotalTests: 0 })).toBe('0 1\n')
})
