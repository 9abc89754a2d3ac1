import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { renewDocuments } from './tools/doc-sections.ts'
import { readDocuments } from './tools/read-documents.ts'

/** All files under version control or about to be. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existing(path))

function existing(path: string): boolean {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}

const sources = files.filter((path) => /^src\/.*\.tsx?$/.test(path))
const tests = files.filter((path) => /^test\/.*\.tsx?$/.test(path))
const textFiles = files.filter((path) => !/\.(tar|gz|png|xz)$|^test\/(cases|vectors)\//.test(path))
const architecture = readFileSync('src/README.md', 'utf8')

type Row = { readonly directory: string; readonly mayImport: string }

/** The table of `src/README.md`. */
const folders: readonly Row[] = architecture.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim())
  return cells.length === 5 && cells[1]!.startsWith('`') ? [{ directory: strip(cells[1]!), mayImport: cells[3]! }] : []
})

function strip(cell: string): string {
  return cell.replaceAll('`', '')
}

/** The folders that a row's last cell allows; null: every folder. */
function allowed({ directory, mayImport }: Row): ReadonlySet<string> | null {
  if (mayImport === 'everything') return null
  const names = new Set([directory])
  const above = folders
    .slice(
      0,
      folders.findIndex((row) => row.directory === directory),
    )
    .map((row) => row.directory)
  if (/\ball above\b/.test(mayImport)) for (const name of above) names.add(name)
  const upTo = /`(\w+)` and above/.exec(mayImport)
  if (upTo !== null)
    for (const { directory: name } of folders.slice(0, folders.findIndex((row) => row.directory === upTo[1]) + 1))
      names.add(name)
  if (/\bdomain\b/.test(mayImport))
    for (const { directory: name } of folders.slice(
      0,
      folders.findIndex((row) => row.directory === 'workbench'),
    ))
      names.add(name)
  for (const [, name] of mayImport.matchAll(/`([\w/.]+)`/g)) names.add(name!.split('/')[0]!)
  return names
}

/** Every module that a file imports, types included; a dynamic import counts. */
function importsOf(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8')
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3])!)
}

function directoryOf(path: string): string {
  return path.split('/')[1]!
}

/** Stands for the files of a folder that are in none of its folders. */
const ownFiles = 'own files'

/** The second table: a folder, and its folders in the order of their imports. */
const layers = architecture.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim())
  return cells.length === 4 && cells[1]!.startsWith('`')
    ? [{ directory: strip(cells[1]!), order: strip(cells[2]!).split(', ') }]
    : []
})

/** The folder inside a folder of src that a file is in. */
const layerOf = (path: string): string => (path.split('/').length > 3 ? path.split('/')[2]! : ownFiles)

describe('the tables of src/README.md', () => {
  test('the second names every folder that has folders, and each of those', () => {
    const found = new Map<string, Set<string>>()
    for (const path of sources.filter((one) => one.split('/').length > 2)) {
      found.set(directoryOf(path), (found.get(directoryOf(path)) ?? new Set()).add(layerOf(path)))
    }
    const inTable = Object.fromEntries(layers.map(({ directory, order }) => [directory, order.toSorted()]))
    const onDisk = [...found].filter(([, inside]) => inside.size > 1 || !inside.has(ownFiles))
    expect(Object.fromEntries(onDisk.map(([directory, inside]) => [directory, [...inside].sort()]))).toEqual(inTable)
  })

  test.each(layers)('inside $directory imports point one way: $order', ({ directory, order }) => {
    const wrong = sources
      .filter((path) => directoryOf(path) === directory)
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => target.startsWith('.'))
          .map((target) => posix.join(dirname(path), target))
          .filter((target) => target.startsWith(`src/${directory}/`))
          .filter((target) => order.indexOf(layerOf(target)) > order.indexOf(layerOf(path)))
          .map((target) => `${path} → ${target}`),
      )
    expect(wrong).toEqual([])
  })

  test('every folder of src is in the first', () => {
    expect(folders.map(({ directory }) => directory)).toEqual(
      expect.arrayContaining([...new Set(sources.map(directoryOf))]),
    )
  })

  test.each(folders)('$directory imports only what the table allows: $mayImport', (row) => {
    const directories = allowed(row)
    const wrong = sources
      .filter((path) => directoryOf(path) === row.directory)
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => target.startsWith('.'))
          .map((target) => posix.join(dirname(path), target))
          .filter(
            (target) => target.startsWith('src/') && directories !== null && !directories.has(directoryOf(target)),
          )
          .map((target) => `${path} → ${target}`),
      )
    expect(wrong).toEqual([])
  })

  test('no file of src imports itself through others, types included', () => {
    const circles: string[] = []
    const done = new Set<string>()
    const visit = (path: string, above: readonly string[]): void => {
      if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(' → '))
      if (done.has(path)) return
      done.add(path)
      const targets = importsOf(path).filter((target) => target.startsWith('.'))
      for (const target of targets.map((name) => posix.join(dirname(path), name)))
        if (sources.includes(target)) visit(target, [...above, path])
    }
    for (const path of sources) visit(path, [])
    expect(circles).toEqual([])
  })

  test('nothing but cli imports cli, and only cli and tui import tui', () => {
    const wrong = sources.flatMap((path) =>
      importsOf(path)
        .filter((target) => /\/(cli|tui)\//.test(target) && !['cli', 'tui'].includes(directoryOf(path)))
        .map((target) => `${path} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('sources read only the ports of the runtime', () => {
    const wrong = sources
      .filter((path) => directoryOf(path) === 'sources')
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => /\/runtime\//.test(target) && !target.endsWith('/runtime/ports.ts'))
          .map((target) => `${path} → ${target}`),
      )
    expect(wrong).toEqual([])
  })

  test('no I/O, clock or React in the domain and the workbench', () => {
    const pure = new Set(
      folders
        .slice(
          0,
          folders.findIndex(({ directory }) => directory === 'runtime'),
        )
        .map((row) => row.directory),
    )
    const outside = new Set(builtinModules.filter((name) => !['crypto', 'buffer'].includes(name)))
    // Packages that only compute.
    const arithmetic = new Set(['string-width', 're2js', 'valibot'])
    const wrong = sources
      .filter((path) => pure.has(directoryOf(path)))
      .flatMap((path) => [
        ...importsOf(path)
          .filter((target) =>
            target.startsWith('node:')
              ? outside.has(target.slice(5))
              : !target.startsWith('.') && !arithmetic.has(target),
          )
          .map((target) => `${path} → ${target}`),
        ...(/\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\bsetTimeout\(|\bprocess\./.test(
          codeOf(path),
        )
          ? [`${path} reads a clock or the process`]
          : []),
      ])
    expect(wrong).toEqual([])
  })
})

/** The file without its comments. */
function codeOf(path: string): string {
  return readFileSync(path, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
}

describe('names', () => {
  test('files are kebab-case, components PascalCase, and no name says nothing', () => {
    const wrong = [...sources, ...tests]
      .filter((path) => !/^test\/(cases|vectors)\//.test(path))
      .filter((path) => {
        const name = path
          .split('/')
          .at(-1)!
          .replace(/(\.test)?\.tsx?$/, '')
        const isNamed = path.endsWith('.tsx') ? /^([A-Z][A-Za-z]*|[a-z0-9]+(-[a-z0-9]+)*)$/ : /^[a-z0-9]+(-[a-z0-9]+)*$/
        return !isNamed.test(name) || /^(utils?|helpers?|common|misc|types?|index|shared|lib)$/.test(name)
      })
    expect(wrong).toEqual([])
  })

  test('a file holds one idea: none is longer than 350 lines', () => {
    const long = sources.filter((path) => readFileSync(path, 'utf8').split('\n').length > 351)
    expect(long).toEqual([])
  })

  test('exports are named, and no file only passes on what others export', () => {
    const wrong = sources.filter((path) => /^export (default|\*)/m.test(readFileSync(path, 'utf8')))
    expect(wrong).toEqual([])
  })
})

describe('honesty', () => {
  test('no test is skipped, focused or left to do', () => {
    const marked = tests.filter(
      (path) =>
        path !== 'test/tidy.test.ts' &&
        /\b(?:it|test|describe)\.(?:skip|only|todo|skipIf)\b/.test(readFileSync(path, 'utf8')),
    )
    expect(marked).toEqual([])
  })

  test('no left-overs', () => {
    const marked = sources.filter((path) =>
      /\b(?:TODO|FIXME|XXX)\b|@ts-ignore|\bas any\b|console\.log\(/.test(readFileSync(path, 'utf8')),
    )
    expect(marked).toEqual([])
  })

  test('no address of a package registry in the lock file, no path of the machine it was written on anywhere', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved": "http')
    const here = `${process.cwd()}/`
    // A checkout at /app would find Dockerfiles that have a folder of that name.
    const isTelling = here.split('/').length > 3
    expect(textFiles.filter((path) => isTelling && readFileSync(path, 'utf8').includes(here))).toEqual([])
  })
})

describe('documents', () => {
  const documents = readDocuments()

  test('say what the program says: marks, options, examples and every key of the commands table', () => {
    expect(renewDocuments(documents)).toEqual(documents)
  })

  test('the figures of README are the sums of the table in docs/accuracy.md', () => {
    const [, table = ''] = documents.get('docs/accuracy.md')!.split('## Recorded builds')
    const rows = table.split('## ')[0]!.matchAll(/^\|[^|]*\|([ \d,|]+)\|$/gm)
    const sums = [...rows].reduce(
      (sum, [, cells]) => cells!.split('|').map((cell, index) => sum[index]! + Number(cell.replaceAll(',', ''))),
      [0, 0, 0, 0, 0],
    )
    const [, builds, steps, wrong, depends] = sums.map((sum) => sum.toLocaleString('en-US'))
    const prose = (path: string) => documents.get(path)!.replaceAll('\n', ' ')
    expect(wrong).toBe('0')
    expect(prose('README.md')).toContain(
      `In ${steps} steps of ${builds} recorded builds, none was predicted wrongly; ${depends} were`,
    )
    expect(prose('docs/accuracy.md')).toContain(
      `In ${builds} recorded builds (${steps} steps) layertui predicted no step wrongly. ${depends} of`,
    )
  })

  test('name only source files that exist', () => {
    const missing = [...documents].flatMap(([path, text]) =>
      namedFilesOf(text)
        .filter((name) => !files.some((file) => `/${file}`.endsWith(`/${name}`)))
        .map((name) => `${path} names ${name}`),
    )
    expect(missing).toEqual([])
  })

  test('link only to files and headings that exist', () => {
    const broken = [...documents].flatMap(([path, text]) =>
      linksOf(text)
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !leadsSomewhere(path, link))
        .map((link) => `${path} → ${link}`),
    )
    expect(broken).toEqual([])
  })
})

/** Files that a document names in backticks, by the end of their path: `solver/solve.ts`. */
function namedFilesOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:tsx?|sh|js))`/g)].map((match) => match[1]!)
}

/** Targets of Markdown links and images; code blocks hold none. */
function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!)
}

function leadsSomewhere(from: string, link: string): boolean {
  const [target = '', heading] = link.split('#')
  const path = target === '' ? from : posix.join(dirname(from), target)
  if (!existsSync(path)) return false
  return heading === undefined || headingsOf(readFileSync(path, 'utf8')).includes(heading)
}

/** Anchors of a document's headings, as GitHub makes them. */
function headingsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
