// Writes into README.md and docs/ what they take from the program's own tables.
//   npm run docs             writes
//   npm run docs -- --check  fails where a document differs from what would be written
import { writeFileSync } from 'node:fs'
import { renewDocuments } from './doc-sections.ts'
import { readDocuments } from './read-documents.ts'

const documents = readDocuments()
for (const [path, text] of renewDocuments(documents)) {
  if (text === documents.get(path)) continue
  if (!process.argv.includes('--check')) writeFileSync(path, text)
  else {
    process.stderr.write(`${path} is behind the program: run npm run docs\n`)
    process.exitCode = 1
  }
}
