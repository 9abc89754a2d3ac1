import type { FuzzDockerfile, FuzzFeatures, FuzzStage } from './fuzz-project.ts'
import type { FuzzTree } from './fuzz-tree.ts'
import { generateCopyFlags } from './generate-copy.ts'
import { generateDockerfile, generateLine, generateStage } from './generate-dockerfile.ts'
import type { Random } from './random.ts'

export type DockerfileSite = { readonly random: Random; readonly features: FuzzFeatures; readonly tree: FuzzTree }
export type DockerfileEdit = { readonly label: string; readonly dockerfile: FuzzDockerfile }

/** One change to a Dockerfile; null when it has no line to make it with. */
export function editDockerfile(site: DockerfileSite, dockerfile: FuzzDockerfile): DockerfileEdit | null {
  const { random } = site
  return random.weighted<DockerfileEdit | null>([
    [5, () => editOneStage(site, dockerfile)],
    [0.3, () => renameStage(random, dockerfile)],
    [0.3, () => addLastStage(site, dockerfile)],
    [0.3, () => addUnusedStage(random, dockerfile)],
    [0.4, () => editHead(random, dockerfile)],
    [0.3, () => respellWhole(random, dockerfile)],
    [0.5, () => ({ label: 'new Dockerfile', dockerfile: generateDockerfile(site) })],
  ])
}

type LinesEdit = { readonly label: string; readonly lines: readonly string[] }

/** The first line of a stage carries the salt: it stays where it is. */
function editOneStage(site: DockerfileSite, dockerfile: FuzzDockerfile): DockerfileEdit | null {
  const { random } = site
  const index = random.int(dockerfile.stages.length)
  const stage = dockerfile.stages[index]!
  const newLine = () => generateLine({ ...site, stage, earlier: dockerfile.stages.slice(0, index) })
  const edit = random.weighted<LinesEdit | null>([
    [2, () => insertLine(random, stage.lines, newLine())],
    [1, () => appendLine(stage.lines, newLine())],
    [1, () => deleteLine(random, stage.lines)],
    [1, () => swapLines(random, stage.lines)],
    [1, () => insertLine(random, stage.lines, smallLine(random))],
    [1, () => respellLine(random, stage.lines)],
    [1, () => changeFlags(random, stage.lines)],
    [1, () => changeSource(random, stage.lines)],
  ])
  if (edit === null) return null
  const edited: FuzzStage = { ...stage, lines: edit.lines }
  return { label: `${edit.label} in ${stage.name ?? index}`, dockerfile: withStage(dockerfile, index, edited) }
}

const withStage = (dockerfile: FuzzDockerfile, index: number, stage: FuzzStage): FuzzDockerfile => ({
  ...dockerfile,
  stages: dockerfile.stages.with(index, stage),
})

function insertLine(random: Random, lines: readonly string[], line: string): LinesEdit {
  return { label: 'insert line', lines: lines.toSpliced(1 + random.int(lines.length), 0, line) }
}

const appendLine = (lines: readonly string[], line: string): LinesEdit => ({ label: 'append', lines: [...lines, line] })

function deleteLine(random: Random, lines: readonly string[]): LinesEdit | null {
  if (lines.length < 3) return null
  return { label: 'delete line', lines: lines.toSpliced(1 + random.int(lines.length - 1), 1) }
}

function swapLines(random: Random, lines: readonly string[]): LinesEdit | null {
  if (lines.length < 3) return null
  const first = 1 + random.int(lines.length - 2)
  const swapped = lines.toSpliced(first, 2, lines[first + 1]!, lines[first]!)
  return { label: 'swap lines', lines: swapped }
}

const smallLine = (random: Random) =>
  random.pick([
    '# comment',
    `LABEL z=${random.int(9)}`,
    `ENV A=${random.int(3)}`,
    `ARG ZZ=${random.int(2)}`,
    `USER ${random.pick(['0', 'root'])}`,
  ])

/** Keyword case, blanks, and a last digit. */
function respellLine(random: Random, lines: readonly string[]): LinesEdit | null {
  return replaceLine(random, lines, /^(RUN|COPY|WORKDIR|ENV)\b/i, 'respell', (line) => {
    const keyword = (word: string) => random.pick([`${word.toLowerCase()} `, `${word}  `, `${word} `, ` ${word} `])
    return line.replace(/^(\w+)( +)/, (_, word: string) => keyword(word)).replace(/ 0$/m, ' 1')
  })
}

function changeFlags(random: Random, lines: readonly string[]): LinesEdit | null {
  return replaceLine(random, lines, /^COPY (?!.*<<)/, 'flags', (line) => {
    if (/^COPY --(?!from)/.test(line)) return line.replace(/ --(?!from)\S+/, '')
    return line.replace(/^COPY /, `COPY ${generateCopyFlags(random)}`)
  })
}

function changeSource(random: Random, lines: readonly string[]): LinesEdit | null {
  return replaceLine(random, lines, /source=|^COPY .*[a-z]\/? /, 'source', (line) => {
    const mounted = line.replace(/source=[^,\s]+/, `source=${random.pick(['src', 'docs', 'a', 'src/lib'])}`)
    const source = random.pick(['src', 'docs', 'a', 'pk2', './src/', 'a/../src'])
    return mounted.replace(/(^COPY (?:--\S+ )*)(src|docs|a|pk1) /, (_, front: string) => `${front}${source} `)
  })
}

function replaceLine(
  random: Random,
  lines: readonly string[],
  fits: RegExp,
  label: string,
  change: (line: string) => string,
): LinesEdit | null {
  const places = lines.flatMap((line, index) => (index > 0 && fits.test(line) ? [index] : []))
  if (places.length === 0) return null
  const index = random.pick(places)
  return { label, lines: lines.with(index, change(lines[index]!)) }
}

function renameStage(random: Random, dockerfile: FuzzDockerfile): DockerfileEdit | null {
  const named = dockerfile.stages.flatMap(({ name }) => (name === null ? [] : [name]))
  if (named.length === 0) return null
  const old = random.pick(named)
  const name = `${old}r`
  const stages = dockerfile.stages.map((stage) => ({
    ...stage,
    name: stage.name === old ? name : stage.name,
    base: stage.base === old ? name : stage.base,
    lines: stage.lines.map((line) =>
      line.replaceAll(`from=${old} `, `from=${name} `).replaceAll(`from=${old},`, `from=${name},`),
    ),
  }))
  return { label: `rename stage ${old}`, dockerfile: { ...dockerfile, stages } }
}

function addLastStage(site: DockerfileSite, dockerfile: FuzzDockerfile): DockerfileEdit {
  const index = dockerfile.stages.length + site.random.int(9) * 10
  const stage = generateStage(site, index, dockerfile.stages)
  return { label: 'new last stage', dockerfile: { ...dockerfile, stages: [...dockerfile.stages, stage] } }
}

function addUnusedStage(random: Random, dockerfile: FuzzDockerfile): DockerfileEdit | null {
  const name = `u${random.int(9)}`
  if (dockerfile.stages.some((stage) => stage.name === name)) return null
  const lines = ['COPY .salt /.salt', 'RUN echo unused']
  const unused: FuzzStage = { base: 'lt-base:1', name, shellless: false, lines }
  return { label: 'new first stage', dockerfile: { ...dockerfile, stages: [unused, ...dockerfile.stages] } }
}

function editHead(random: Random, dockerfile: FuzzDockerfile): DockerfileEdit {
  const { head } = dockerfile
  const edited = head.map((line) =>
    line.replace(/ARG G=\d/, `ARG G=${random.int(3)}`).replace(/ARG A=\d/, `ARG A=${random.int(9)}`),
  )
  return {
    label: 'global ARG',
    dockerfile: { ...dockerfile, head: head.length > 0 ? edited : [`ARG G=${random.int(2)}`] },
  }
}

function respellWhole(random: Random, dockerfile: FuzzDockerfile): DockerfileEdit {
  if (random.chance(50)) return { label: 'byte order mark', dockerfile: { ...dockerfile, mark: !dockerfile.mark } }
  const lineEnd = dockerfile.lineEnd === '\n' ? '\r\n' : '\n'
  return { label: 'line ends', dockerfile: { ...dockerfile, lineEnd } }
}
