// Writes into README.md what it takes from the program's own tables.
//   npm run docs             writes
//   npm run docs -- --check  fails where README.md is not what would be written
import { readFileSync, writeFileSync } from 'node:fs'
import { renewReadme } from './readme-sections.ts'

const readme = readFileSync('README.md', 'utf8')
const renewed = renewReadme(readme)
if (!process.argv.includes('--check')) writeFileSync('README.md', renewed)
else if (renewed !== readme) {
  process.stderr.write('README.md is behind the program: run npm run docs\n')
  process.exitCode = 1
}
