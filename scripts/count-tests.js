// Adds up vitest's JSON reports: node scripts/count-tests.js REPORT… prints `PASSED FAILED`.
// A report that is missing or holds no test counts as one failure: a runner that ran nothing proves nothing.
import { readFileSync } from 'node:fs'

let passed = 0
let failed = 0
for (const path of process.argv.slice(2)) {
  const report = read(path)
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  passed += report.numPassedTests
  failed += report.numFailedTests + broken.length + (report.numTotalTests === 0 ? 1 : 0)
}
process.stdout.write(`${passed} ${failed}\n`)

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numTotalTests: 0, testResults: [] }
  }
}
