import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** The project's documents, path → text, as they stand in the working directory. */
export function readDocuments(): ReadonlyMap<string, string> {
  const docs = readdirSync('docs').filter((name) => name.endsWith('.md'))
  const paths = [
    'README.md',
    'CONTRIBUTING.md',
    'src/README.md',
    'test/README.md',
    ...docs.map((name) => `docs/${name}`),
  ]
  return new Map(paths.flatMap((path) => (existsSync(path) ? [[path, readFileSync(path, 'utf8')] as const] : [])))
}
