import type { FuzzTree } from './fuzz-tree.ts'
import { buildEnvironment, withoutNetwork } from './generate-options.ts'
import type { FuzzBuild, FuzzSequence } from './generate-sequence.ts'
import { optionLists } from './option-lists.ts'
import type { Random } from './random.ts'
import { refusedSpellings } from './refused-spellings.ts'
import { fromSpellings, headSpellings, spellings } from './spellings.ts'

/** A small Dockerfile whose lines are respelled from build to build, while its files stay as they are. */
type SpelledProject = {
  readonly head: readonly string[]
  readonly stages: readonly SpelledStage[]
  readonly lineEnd: '\n' | '\r\n'
  readonly mark: boolean
  readonly finalNewline: boolean
  readonly args: readonly string[]
}
type SpelledStage = { readonly from: string; readonly lines: readonly SpelledLine[] }
/** `group` is a key of `spellings`; null: a line that the front end refuses. */
type SpelledLine = { readonly group: string | null; readonly text: string }

export function generateSpellingSequence(random: Random, name: string): FuzzSequence {
  let project = generateProject(random)
  const past = [project]
  const builds = [toBuild(project, 'start')]
  while (builds.length < 10) {
    if (random.chance(15)) {
      project = random.pick(past)
      builds.push(toBuild(project, 'revert'))
      continue
    }
    const edit = respell(random, random.chance(85) ? withoutRefused(project) : project)
    project = edit.project
    past.push(project)
    builds.push(toBuild(project, edit.label))
  }
  return { name, builds }
}

/** One group of spellings, chosen by the seed, each built once behind the same first lines. */
export function matrixSequence(seed: number): FuzzSequence {
  const groups = Object.entries({ ...spellings, refused: refusedSpellings, head: headSpellings, from: fromSpellings })
  const [group, list] = groups[seed % groups.length]!
  const plain: SpelledProject = { head: [], stages: [], lineEnd: '\n', mark: false, finalNewline: true, args: [] }
  const stage: SpelledStage = { from: fromSpellings[0]!, lines: [] }
  const builds = list.map((text) => {
    const lines = [{ group, text }]
    const head = group === 'head' ? [text] : []
    const resolvedText = group === 'from' ? { ...stage, from: text } : group === 'head' ? stage : { ...stage, lines }
    return toBuild({ ...plain, head, stages: [resolvedText] }, text)
  })
  return { name: `matrix-${group}`, builds }
}

function generateProject(random: Random): SpelledProject {
  const stages = Array.from({ length: random.chance(25) ? 2 : 1 }, (_, index): SpelledStage => {
    const second = [
      'FROM s0',
      'FROM s0',
      'FROM S0',
      'FROM --platform=$BUILDPLATFORM s0',
      'FROM lt-base:1',
      'from lt-base:1 as s1',
      'FROM lt-base:1  AS  s1',
    ]
    const count = 2 + random.int(5)
    return {
      from: random.pick(index === 0 ? fromSpellings : second),
      lines: Array.from({ length: count }, () => generateLine(random)),
    }
  })
  return { head: [], stages, lineEnd: '\n', mark: false, finalNewline: true, args: [] }
}

function generateLine(random: Random): SpelledLine {
  if (random.chance(3)) return { group: null, text: random.pick(refusedSpellings) }
  const group = random.pick(Object.keys(spellings))
  const list = spellings[group]!
  return { group, text: random.chance(40) ? list[0]! : random.pick(list) }
}

const withoutRefused = (project: SpelledProject): SpelledProject => ({
  ...project,
  stages: project.stages.map((stage) => ({ ...stage, lines: stage.lines.filter(({ group }) => group !== null) })),
})

type SpelledEdit = { readonly label: string; readonly project: SpelledProject }

function respell(random: Random, project: SpelledProject): SpelledEdit {
  return random.weighted<SpelledEdit>([
    [10, () => respellLine(random, project)],
    [2, () => insertLine(random, project)],
    [1, () => deleteLine(random, project)],
    [1, () => ({ label: 'line ends', project: { ...project, lineEnd: project.lineEnd === '\n' ? '\r\n' : '\n' } })],
    [0.5, () => ({ label: 'byte order mark', project: { ...project, mark: !project.mark } })],
    [0.5, () => ({ label: 'final newline', project: { ...project, finalNewline: !project.finalNewline } })],
    [
      1,
      () => ({ label: 'head', project: { ...project, head: random.chance(40) ? [] : [random.pick(headSpellings)] } }),
    ],
    [1, () => respellFrom(random, project)],
    [
      1,
      () => ({
        label: 'arguments',
        project: { ...project, args: random.chance(40) ? [] : random.pick(argumentLists) },
      }),
    ],
  ])
}

const argumentLists: readonly (readonly string[])[] = [
  ['--build-arg', 'B=9'],
  ['--build-arg', 'A=8'],
  ['--build-arg', 'B='],
  ['--build-arg', 'R=0'],
  ['--build-arg', 'ENVV'],
  ['--build-arg', 'TARGETARCH=q'],
  ['--build-arg', 'TARGETPLATFORM=q'],
  ['--build-arg', 'BUILDKIT_SANDBOX_HOSTNAME=q'],
  ['--build-arg', 'HTTP_PROXY=q'],
  ['--build-arg', 'PATH=/bin'],
  ['--target', 's0'],
  ['--no-cache-filter', 's0'],
  ...optionLists,
]

function respellLine(random: Random, project: SpelledProject): SpelledEdit {
  return inStage(random, project, 'respell', (lines) => {
    if (lines.length === 0) return lines
    const index = random.int(lines.length)
    const { group } = lines[index]!
    return lines.with(index, { group, text: random.pick(group === null ? refusedSpellings : spellings[group]!) })
  })
}

const insertLine = (random: Random, project: SpelledProject): SpelledEdit =>
  inStage(random, project, 'insert', (lines) => lines.toSpliced(random.int(lines.length + 1), 0, generateLine(random)))

const deleteLine = (random: Random, project: SpelledProject): SpelledEdit =>
  inStage(random, project, 'delete', (lines) => lines.toSpliced(random.int(lines.length + 1), 1))

function respellFrom(random: Random, project: SpelledProject): SpelledEdit {
  const stages = project.stages.with(0, { ...project.stages[0]!, from: random.pick(fromSpellings) })
  return { label: 'respell FROM', project: { ...project, stages } }
}

function inStage(
  random: Random,
  project: SpelledProject,
  label: string,
  change: (lines: readonly SpelledLine[]) => readonly SpelledLine[],
): SpelledEdit {
  const index = random.int(project.stages.length)
  const stage = project.stages[index]!
  return {
    label,
    project: { ...project, stages: project.stages.with(index, { ...stage, lines: change(stage.lines) }) },
  }
}

function toBuild(project: SpelledProject, label: string): FuzzBuild {
  const prelude = ['COPY .salt /.salt', 'ENV A=v1 F=f R=root W=/w D=d']
  const stages = project.stages.flatMap(({ from, lines }) => [from, ...prelude, ...lines.map(({ text }) => text)])
  const text = [...project.head, ...stages].join('\n') + (project.finalNewline ? '\n' : '')
  const resolvedText = (project.mark ? '\ufeff' : '') + text.replaceAll('\n', project.lineEnd)
  const tree: FuzzTree = { ...files, Dockerfile: { t: 'f', c: resolvedText } }
  return { label, tree, args: [...withoutNetwork, ...project.args], env: buildEnvironment }
}

const files: FuzzTree = {
  f: { t: 'f', c: 'one\n' },
  'd/f': { t: 'f', c: 'two\n' },
  'd/k.md': { t: 'f', c: 'k\n' },
  'nc/k': { t: 'f', c: 'k\n' },
  '.salt': { t: 'f', c: '@SALT@\n' },
}
