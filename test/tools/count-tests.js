// Adds up a vitest JSON report: node test/tools/count-tests.js REPORT prints `PASSED FAILED`, and below it each failed test
// on a line of its own with the first lines of what it said.
// A report that is missing or holds no test counts as one failure: a runner that ran nothing proves nothing. So does a
// file that failed without a failed test: it could not be loaded, or what its tests need could not be set up.
import { readFileSync } from 'node:fs'

const report = read(process.argv[2])
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
)
const failures = [
  ...report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => ({ file: name, title: fullName, said: failureMessages.join('\n') })),
  ),
  ...broken.map(({ name, message }) => ({ file: name, title: 'did not run', said: message })),
]
const failed = report.numFailedTests + broken.length + (report.numTotalTests === 0 ? 1 : 0)

process.stdout.write(`${report.numPassedTests} ${failed}\n`)
for (const { file, title, said } of failures) {
  const start = said
    .split('\n')
    .slice(0, 3)
    .join(' ')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 600)
  process.stdout.write(`${file.replace(`${process.cwd()}/`, '')}: ${title}: ${start}\n`)
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numTotalTests: 0, testResults: [] }
  }
}
