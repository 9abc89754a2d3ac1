import { describe, expect, test } from 'vitest'
import { defaultOptions, defaultRules } from '../../../src/cache/model/build-options.ts'
import {
  type DirectoryEntry,
  emptyDirectory,
  entryAt,
  type FileEntry,
  withEntry,
} from '../../../src/context/tree/entry.ts'
import { treeChanges } from '../../../src/context/tree/tree-changes.ts'
import { sameInstructions } from '../../../src/dockerfile/parser/same-instructions.ts'
import type { BuildSnapshot } from '../../../src/session/edits/build-snapshot.ts'
import { judgeEdits, type SavedChange } from '../../../src/session/edits/judge-edits.ts'
import { type BuildInputs, builderAfter, predictBuild } from '../../../src/session/predict-build.ts'

const dockerfile = `FROM scratch AS build
COPY package.json ./
RUN install
COPY src/ ./src/
RUN compile
FROM scratch
COPY --from=build /out /app
LABEL version=1
`

type Tree = Readonly<Record<string, string>>

/** A file with this content; its time is its content's, as a save moves both. */
const file = (path: string, content: string, changes: Partial<FileEntry> = {}): FileEntry => ({
  kind: 'file',
  name: path.slice(path.lastIndexOf('/') + 1),
  mode: 0o644,
  mtimeSec: [...content].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % 1e9,
  mtimeNsec: 0,
  ctimeSec: 0,
  ctimeNsec: 0,
  ino: 1,
  size: content.length,
  contentDigest: content.padEnd(32, '0').slice(0, 32),
  ...changes,
})

const treeOf = (tree: Tree): DirectoryEntry =>
  Object.entries(tree).reduce((root, [path, content]) => withEntry(root, path, file(path, content)), emptyDirectory)

const project: Tree = { 'package.json': '{}', 'src/a.ts': 'a', 'src/lib/b.ts': 'b', 'README.md': 'docs' }

type State = { readonly text?: string; readonly tree: DirectoryEntry }

const inputsOf = ({ text = dockerfile, tree }: State): BuildInputs => ({
  text,
  options: defaultOptions,
  context: tree,
  named: new Map(),
  contextPath: '/home/me/shop',
  images: new Map(),
  ignore: null,
  namedIgnore: new Map(),
})

/** The moment at which a build of `state` is predicted against one of `built`. */
function momentOf(state: State, built: State): BuildSnapshot {
  const builder = builderAfter([inputsOf(built)], defaultRules)
  const simulation = predictBuild(inputsOf(state), defaultRules, builder)!
  return {
    plan: simulation.plan,
    steps: simulation.facts,
    trees: new Map([['', state.tree]]),
  }
}

const dockerfileChange = (before: string, after: string): SavedChange => ({
  kind: 'dockerfile',
  shown: 'Dockerfile',
  sameText: false,
  sameInstructions: sameInstructions(before, after),
})

/** Judges going from one state to another; `built` is what was built last. */
function judge(from: State, to: State, built: State = from, more: readonly SavedChange[] = []) {
  const files = treeChanges(from.tree, to.tree).map(
    (change): SavedChange => ({ kind: 'file', shown: change.path, context: '', ...change }),
  )
  const dockerfiles: SavedChange[] =
    from.text === to.text ? [] : [dockerfileChange(from.text ?? dockerfile, to.text ?? dockerfile)]
  return judgeEdits([...dockerfiles, ...files, ...more], momentOf(from, built), momentOf(to, built))
}

const state = (tree: Tree, text?: string): State => ({ tree: treeOf(tree), ...(text === undefined ? {} : { text }) })
const start = state(project)
const edited = (changes: Tree): State => state({ ...project, ...changes })
const reasonOf = (edits: ReturnType<typeof judge>) =>
  edits.map(({ path, verdict }) => `${path}: ${verdict.kind === 'unaffected' ? verdict.reason : verdict.kind}`)

describe('a file', () => {
  test('busts the steps that read it, and those after them fall with it', () => {
    const [edit] = judge(start, edited({ 'src/a.ts': 'new' }))
    expect(edit).toMatchObject({ path: 'src/a.ts', count: 1, verdict: { kind: 'busts', rerun: 2, may: 1, of: 5 } })
    expect(edit!.verdict.kind === 'busts' && edit!.verdict.steps).toHaveLength(1)
  })

  test('counts a step below that another edit busts as well', () => {
    const second = edited({ 'src/a.ts': 'new' })
    const both = edited({ 'src/a.ts': 'new', 'package.json': '{ }' })
    expect(judge(second, both, start)[0]).toMatchObject({ path: 'package.json', verdict: { rerun: 4, may: 1, of: 5 } })
  })

  test('that nothing reads is not copied', () => {
    expect(reasonOf(judge(start, edited({ 'README.md': 'more' })))).toEqual(['README.md: not copied'])
  })

  test('that is back to what was built is as built, also while another one still busts', () => {
    const both = edited({ 'src/a.ts': 'new', 'src/lib/b.ts': 'new' })
    const one = edited({ 'src/lib/b.ts': 'new' })
    expect(reasonOf(judge(both, one, start))).toEqual(['src/a.ts: as built'])
  })

  test('that is touched has the same bytes', () => {
    const tree = withEntry(start.tree, 'src/a.ts', file('src/a.ts', 'a', { mtimeSec: 99 }))
    expect(reasonOf(judge(start, { tree }))).toEqual(['src/a.ts: same bytes'])
  })

  test('of the same size, time and mode goes unseen', () => {
    const before = entryAt(start.tree, 'src/a.ts') as FileEntry
    const tree = withEntry(start.tree, 'src/a.ts', { ...before, contentDigest: 'f'.repeat(32) })
    expect(reasonOf(judge(start, { tree }))).toEqual(['src/a.ts: unseen by the builder'])
  })

  test('of which only the time of its inode is new busts nothing, whatever else its step re-runs for', () => {
    const before = entryAt(start.tree, 'src/a.ts') as FileEntry
    const tree = withEntry(start.tree, 'src/a.ts', { ...before, ctimeSec: 9, contentDigest: null })
    const elsewhere = state(project, dockerfile.replace('COPY src/ ./src/', 'COPY src/ ./lib/'))
    expect(reasonOf(judge(start, { tree }, elsewhere))).toEqual(['src/a.ts: unseen by the builder'])
  })

  test('that is removed busts what copied it', () => {
    const { 'src/a.ts': _, ...rest } = project
    expect(reasonOf(judge(start, state(rest)))).toEqual(['src/a.ts: busts'])
  })

  test('that an editor makes for itself is no edit', () => {
    expect(judge(start, edited({ 'src/.a.ts.swp': 'x', 'src/4913': '', 'src/a.ts~': 'a' }))).toEqual([])
  })

  test('that is ignored names the rule', () => {
    const ignored: SavedChange = { kind: 'ignored', shown: 'notes.md', rule: '.dockerignore line 4 *.md' }
    expect(judge(start, start, start, [ignored])).toEqual([
      {
        path: 'notes.md',
        count: 1,
        verdict: { kind: 'unaffected', reason: 'ignored', detail: '.dockerignore line 4 *.md' },
      },
    ])
  })
})

describe('the Dockerfile', () => {
  const withText = (text: string): State => ({ ...start, text })
  const original = withText(dockerfile)

  test.each([
    ['a comment', dockerfile.replace('RUN install', '# hello\nRUN install'), 'comment only'],
    ['a stage that the target does not need', `FROM scratch AS test\nRUN test\n${dockerfile}`, 'same keys'],
    ['a label', dockerfile.replace('version=1', 'version=2'), 'metadata only'],
    ['an instruction', dockerfile.replace('RUN compile', 'RUN compile -O'), 'busts'],
  ])('changed in %s', (_, text, verdict) => {
    expect(reasonOf(judge(original, withText(text)))).toEqual([`Dockerfile: ${verdict}`])
  })

  test('taken back is as built', () => {
    const changed = withText(dockerfile.replace('RUN compile', 'RUN compile -O'))
    expect(reasonOf(judge(changed, original, original))).toEqual(['Dockerfile: as built'])
  })

  test('commented while a file busts is not blamed for the file', () => {
    const busted = { ...edited({ 'src/a.ts': 'new' }), text: dockerfile }
    expect(reasonOf(judge(busted, { ...busted, text: `# x\n${dockerfile}` }, original))).toEqual([
      'Dockerfile: comment only',
    ])
  })

  test('saved together with a file: each has its own verdict', () => {
    const to = { ...edited({ 'src/a.ts': 'new' }), text: `# x\n${dockerfile}` }
    expect(reasonOf(judge(original, to))).toEqual(['Dockerfile: comment only', 'src/a.ts: busts'])
  })
})

describe('many files at once', () => {
  const many = (directory: string): Tree =>
    Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`${directory}/f${i}`, 'new']))

  test('fold into one edit for their folder', () => {
    const [edit, ...rest] = judge(start, edited(many('src/lib')))
    expect(rest).toEqual([])
    expect(edit).toMatchObject({ path: 'src/lib', count: 8, verdict: { kind: 'busts', rerun: 2, may: 1 } })
  })

  test('that nothing reads are calm as one', () => {
    expect(judge(start, edited(many('docs')))).toEqual([
      { path: 'docs', count: 8, verdict: { kind: 'unaffected', reason: 'not copied', detail: '' } },
    ])
  })

  test('without a common folder stand for the context', () => {
    expect(judge(start, edited({ ...many('docs'), ...many('src') }))[0]).toMatchObject({ path: '.', count: 16 })
  })
})
