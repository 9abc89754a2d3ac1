import type { FuzzEntry } from './fuzz-tree.ts'
import type { Random } from './random.ts'

/** A .dockerignore of one to five patterns, exceptions among them. `.salt` mostly stays: it keeps keys of one run apart. */
export function generateIgnoreFile(random: Random): FuzzEntry {
  const count = 1 + random.int(5)
  const lines = Array.from({ length: count }, () => (random.chance(30) ? '!' : '') + random.pick(patterns))
  const end = random.pick(['\n', '\n', '\n', '\r\n'])
  const mark = random.chance(4) ? '\ufeff' : ''
  return { t: 'f', c: mark + lines.join(end) + end + (random.chance(80) ? '!.salt\n' : '') }
}

const patterns = [
  '*',
  '**',
  '*.md',
  '**/*.md',
  'src',
  'src/lib',
  'src/*',
  'a',
  'a/b',
  'docs/',
  '/pk1',
  '**/x',
  '.env',
  '*/f.txt',
  'pk?',
  'Dockerfile',
  'Dockerfile*',
  '.dockerignore',
  'src/**',
  'README*',
  '**/README.md',
  'src/lib/deep',
  '**/lib',
  'docs/**/*.md',
  'a/b/f.txt',
  'nc',
  '# c',
  ' # c',
  '',
  ' .env ',
  'src/../a',
  './docs',
  '**/*.js',
  '!.salt',
  '*.t?t',
  'pk[12]',
  'pk[^1]',
  's*c/**/deep',
  '**/l?',
  'src/lib/*',
  '*/*/f.txt',
  'sp ace',
  '**/Ü*',
  '..',
  '.',
]
