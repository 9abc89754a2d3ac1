import { expect, test } from 'vitest'
import { type BuildOptions, defaultOptions, defaultRules } from '../../../src/cache/model/build-options.ts'
import { emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { compileIgnoreRules } from '../../../src/context/ignore/ignore-file.ts'
import type { DirectoryEntry } from '../../../src/context/tree/entry.ts'
import { contextReads } from '../../../src/session/context-report/context-reads.ts'
import { contextReport } from '../../../src/session/context-report/context-report.ts'
import { foldFiles } from '../../../src/session/context-report/fold-files.ts'
import { pathReport } from '../../../src/session/context-report/path-report.ts'
import { predictBuild, readGraph } from '../../../src/session/predict-build.ts'
import { link, tree } from '../../context/tree.ts'

type Project = {
  readonly dockerfile: readonly string[]
  readonly context: DirectoryEntry
  readonly ignore?: string
  readonly options?: Partial<BuildOptions>
  readonly named?: ReadonlyMap<string, DirectoryEntry>
}

function build({ dockerfile, context, ignore = '', options = {}, named = new Map() }: Project) {
  const inputs = {
    text: `${dockerfile.join('\n')}\n`,
    options: { ...defaultOptions, ...options },
    context,
    named,
    contextPath: '/shop',
    images: new Map(),
    ignore: compileIgnoreRules(ignore),
    namedIgnore: new Map(),
  }
  const { graph } = readGraph(inputs, defaultRules)
  const { facts, after } = predictBuild(inputs, defaultRules, emptyBuilder)!
  return { inputs, graph: graph!, facts, after, rules: defaultRules }
}

/** `path: lines that take it` of the build's own context. */
function takers(project: Project): readonly string[] {
  const { graph, facts } = build(project)
  const contexts = [
    { name: '', tree: project.context, ignored: [] },
    ...[...(project.named ?? [])].map(([name, context]) => ({ name, tree: context, ignored: [] })),
  ]
  const { files } = contextReport(contexts, contextReads(graph, facts))
  return files.map(
    ({ context, path, takenBy }) => `${context}${context && ':'}${path}: ${takenBy.map(({ line }) => line).join(' ')}`,
  )
}

test('each path names the lines that take it: copies, wildcards, mounts, excludes, links', () => {
  const context = tree({ 'src/a.ts': 'a', 'src/b.md': 'b', 'docs/x': 'x', other: 'o', current: link('docs') })
  const dockerfile = [
    'FROM alpine',
    'COPY src /src',
    'COPY src/*.ts /ts/',
    'RUN --mount=type=bind,source=docs,target=/d ls',
    'COPY current/x /x',
  ]
  expect(takers({ dockerfile, context })).toEqual([
    'current: 5',
    'docs/x: 4 5',
    'other: ',
    'src/a.ts: 2 3',
    'src/b.md: 2',
  ])
})

test('--exclude keeps a path from a step, and steps of stages that the target does not need take nothing', () => {
  const context = tree({ 'src/a.ts': 'a', 'src/b.md': 'b', other: 'o' })
  const dockerfile = [
    '# syntax=docker/dockerfile:1.20',
    'FROM alpine AS unused',
    'COPY other /',
    'FROM alpine',
    'COPY --exclude=*.md src /src',
  ]
  expect(takers({ dockerfile, context })).toEqual(['other: ', 'src/a.ts: 5', 'src/b.md: '])
})

test('a named context has rows of its own, also where a stage starts from it', () => {
  const shared = tree({ lib: 'l', bin: 'b' })
  const project = {
    dockerfile: ['FROM alpine', 'COPY --from=shared lib /', 'COPY a /', 'FROM base', 'COPY --from=0 /a /a'],
    context: tree({ a: 'a' }),
    options: { buildContexts: { shared: '/shared', base: '/base' } },
    named: new Map([
      ['shared', shared],
      ['base', tree({ root: 'r' })],
    ]),
  }
  expect(takers(project)).toEqual(['a: 3', 'shared:bin: ', 'shared:lib: 2', 'base:root: 5'])
})

test('sums: what steps take, what none takes, what is ignored, and each directory', () => {
  const context = tree({ 'src/a': '12345', 'src/in/b': '123', other: '1' })
  const { graph, facts } = build({ dockerfile: ['FROM alpine', 'COPY src /'], context })
  const rule = { file: '.dockerignore', line: 1, pattern: 'node_modules' }
  const ignored = [{ path: 'node_modules', kind: 'directory' as const, files: 700, sizeBytes: 9000, rule }]
  const report = contextReport([{ name: '', tree: context, ignored }], contextReads(graph, facts))
  expect(report.totals).toEqual({
    taken: { files: 2, sizeBytes: 8 },
    untaken: { files: 1, sizeBytes: 1 },
    ignored: { files: 700, sizeBytes: 9000 },
  })
  expect(report.directories.map(({ path, files, sizeBytes }) => [path, files, sizeBytes])).toEqual([
    ['', 3, 9],
    ['src', 2, 8],
    ['src/in', 1, 3],
  ])
  expect(report.files.map(({ path }) => path)).toEqual(['node_modules', 'other', 'src/a', 'src/in/b'])
})

test('a directory whose files fare alike is one row; one whose files do not stands above theirs', () => {
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`many/${index}.ts`, 'x']))
  const context = tree({ 'a/1': '1', 'a/in/2': '22', 'b/1': '1', 'b/2': '22', ...many, 'many/z.md': 'z' })
  const { graph, facts } = build({
    dockerfile: ['FROM alpine', 'COPY a /a', 'COPY b/1 /b/', 'COPY many/*.ts /'],
    context,
  })
  const { files } = contextReport([{ name: '', tree: context, ignored: [] }], contextReads(graph, facts))
  expect(
    foldFiles(files).map(({ path, depth, alike, sizeBytes, fate }) => [path, depth, alike, sizeBytes, fate?.kind]),
  ).toEqual([
    ['a/', 0, 1, 3, 'taken'],
    ['b/', 0, 1, 3, undefined],
    ['b/1', 1, 1, 1, 'taken'],
    ['b/2', 1, 1, 2, 'untaken'],
    ['many/', 0, 1, 9, undefined],
    ['many/0.ts', 1, 8, 8, 'taken'],
    ['many/z.md', 1, 1, 1, 'untaken'],
  ])
})

test('many directories that fare alike are one row, beside those that do not', () => {
  const services = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`svc/${index}/main.ts`, 'x']))
  const context = tree({ ...services, 'svc/4/more.ts': 'yy' })
  const { graph, facts } = build({ dockerfile: ['FROM alpine', 'COPY svc/4/main.ts /'], context })
  const { files } = contextReport([{ name: '', tree: context, ignored: [] }], contextReads(graph, facts))
  expect(foldFiles(files).map(({ path, alike, files: count, sizeBytes }) => [path, alike, count, sizeBytes])).toEqual([
    ['svc/', 1, 10, 11],
    ['svc/0/', 8, 8, 8],
    ['svc/4/', 1, 2, 3],
    ['svc/4/main.ts', 1, 1, 1],
    ['svc/4/more.ts', 1, 1, 2],
  ])
})

describeWhy('why', {
  dockerfile: [
    'FROM alpine AS build',
    'COPY package.json /',
    'RUN make',
    'FROM alpine',
    'COPY src /src',
    'COPY --from=build /out /out',
  ],
  context: tree({ 'package.json': '{}', 'src/a': 'a', 'src/keep.md': 'k', other: 'o' }),
  ignore: '*.md\n**/*.md\n!src/keep.md\nsecret\n',
})

function describeWhy(title: string, project: Project): void {
  const why = (path: string, kind: 'file' | 'directory' | null = 'file') =>
    pathReport({
      context: '',
      path,
      kind,
      holdsIgnored: false,
      ignore: { rules: compileIgnoreRules(project.ignore ?? ''), file: '.dockerignore' },
      ...build(project),
    })
  const linesOf = (readers: readonly { readonly line: number }[]) => readers.map(({ line }) => line)

  test(`${title}: a file that is read says by which lines, what re-runs and what may`, () => {
    const { sent, rule, readBy, change } = why('package.json')
    expect([sent, rule, linesOf(readBy)]).toEqual(['yes', null, [2]])
    expect([linesOf(change.rebuilt), linesOf(change.depends), change.steps]).toEqual([[2, 3], [6], 6])
  })

  test(`${title}: an ignored file names the rule and re-runs nothing`, () => {
    const { sent, rule, change } = why('secret')
    expect([sent, rule]).toEqual(['ignored', { file: '.dockerignore', line: 4, pattern: 'secret' }])
    expect([change.rebuilt, change.depends]).toEqual([[], []])
  })

  test(`${title}: an exception is named where it takes a path back in`, () => {
    expect(why('src/keep.md')).toMatchObject({ sent: 'yes', rule: { line: 3, pattern: '!src/keep.md' } })
  })

  test(`${title}: a file that no step asks for re-runs nothing`, () => {
    expect(why('other')).toMatchObject({ sent: 'unasked', readBy: [], change: { rebuilt: [], depends: [] } })
  })

  test(`${title}: a file that is not there yet is told as if it were added`, () => {
    const { kind, sent, readBy, change } = why('src/new', null)
    expect([kind, sent, linesOf(readBy), linesOf(change.rebuilt)]).toEqual([null, 'yes', [5], [5, 6]])
  })

  test(`${title}: a directory is read by whatever reads something in it`, () => {
    expect(linesOf(why('src', 'directory').readBy)).toEqual([5])
  })
}
