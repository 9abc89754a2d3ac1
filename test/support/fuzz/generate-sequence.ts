import {
  dockerfileText,
  type FuzzFeatures,
  type FuzzProject,
  linkedDockerfile,
  namedContext,
  namedImage,
} from './fuzz-project.ts'
import { type FuzzTree, withPath } from './fuzz-tree.ts'
import { generateContext } from './generate-context.ts'
import { generateDockerfile } from './generate-dockerfile.ts'
import { generateEdit, type ProjectEdit } from './generate-edit.ts'
import { buildEnvironment, firstOptions, optionArguments } from './generate-options.ts'
import { generateSpellingSequence, matrixSequence } from './generate-spelling.ts'
import { type Random, seededRandom } from './random.ts'
import { asTwoProjects } from './two-projects.ts'

/** A sequence of builds in the form in which cases are kept (test/cases/cache). */
export type FuzzSequence = {
  readonly name: string
  readonly builds: readonly FuzzBuild[]
}

export type FuzzBuild = {
  readonly label: string
  /** The whole context, Dockerfile and salt included. */
  readonly tree: FuzzTree
  /** Arguments of `docker build`; `@CTX@` is the context directory. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Run in the context once the tree is there. */
  readonly hook?: string
  /** A directory of the tree that is the context; absent: the tree itself. */
  readonly context?: string
}

export type SequenceRules = {
  readonly features: FuzzFeatures
  /** Whether the simulator expects this build to succeed: most states should, and edits are chosen accordingly. */
  readonly buildable: (build: FuzzBuild) => Promise<boolean>
}

/** Between seven and eleven builds of one project, with one or two edits between them, and reverts. */
export async function generateSequence(seed: number, { features, buildable }: SequenceRules): Promise<FuzzSequence> {
  const random = seededRandom(seed)
  if (features.profile === 'spelling') return generateSpellingSequence(random, `spelling-${seed}`)
  if (features.profile === 'matrix') return matrixSequence(seed)
  const tree = generateContext(random)
  const fits = (project: FuzzProject) => buildable(toBuild(project, ''))
  let project = await firstProject(random, features, tree, fits)
  const past = [project]
  const builds = [toBuild(project, 'start')]
  const count = 6 + random.int(5)
  while (builds.length <= count) {
    const edit = await nextEdit(random, features, past, project, fits)
    project = edit.project
    past.push(project)
    builds.push(toBuild(project, edit.label))
  }
  const name = `${features.profile}-${seed}`
  if (random.chance(8)) return { name, builds: asTwoProjects(builds, random.chance(60)) }
  return { name, builds: random.chance(15) ? withOddFiles(random, builds) : builds }
}

type Fits = (project: FuzzProject) => Promise<boolean>

async function firstProject(random: Random, features: FuzzFeatures, tree: FuzzTree, fits: Fits): Promise<FuzzProject> {
  for (let attempt = 0; ; attempt += 1) {
    const dockerfile = generateDockerfile({ random, features, tree })
    const options = firstOptions(random)
    const project: FuzzProject = { tree, dockerfile, dockerfilePath: 'Dockerfile', options }
    if (attempt === 7 || (await fits(project)) || random.chance(4)) return project
  }
}

async function nextEdit(
  random: Random,
  features: FuzzFeatures,
  past: readonly FuzzProject[],
  project: FuzzProject,
  fits: Fits,
): Promise<ProjectEdit> {
  if (past.length > 1 && random.chance(18)) {
    const earlier = random.pick(past)
    return { label: 'revert', project: { ...earlier, options: { ...earlier.options, noCache: [] } } }
  }
  for (let attempt = 0; ; attempt += 1) {
    const edit = oneOrTwoEdits(random, features, project)
    if (attempt === 7 || (await fits(edit.project)) || random.chance(4)) return edit
  }
}

function oneOrTwoEdits(random: Random, features: FuzzFeatures, project: FuzzProject): ProjectEdit {
  const first = generateEdit(random, features, project)
  if (random.chance(50)) return first
  const second = generateEdit(random, features, first.project)
  // The second edit ends a build without cache that the first asked for.
  const { noCache } = first.project.options
  const options = noCache.length > 0 ? { ...second.project.options, noCache } : second.project.options
  return { label: `${first.label}; ${second.label}`, project: { ...second.project, options } }
}

function toBuild({ tree, dockerfile, dockerfilePath, options }: FuzzProject, label: string): FuzzBuild {
  const text = dockerfileText(dockerfile)
  const linked = dockerfilePath === linkedDockerfile
  let whole = withPath(tree, linked ? `${dockerfilePath}.dev` : dockerfilePath, { t: 'f', c: text })
  if (linked) whole = withPath(whole, dockerfilePath, { t: 'l', to: 'Dockerfile.dev' })
  whole = withPath(whole, '.salt', { t: 'f', c: '@SALT@\n' })
  const args = [...optionArguments(options)]
  if (text.includes(namedContext)) {
    if (whole['nc/k.txt']?.t !== 'f') whole = withPath(whole, 'nc/k.txt', { t: 'f', c: '1' })
    args.push('--build-context', `${namedContext}=@CTX@/nc`)
  }
  if (new RegExp(`(FROM |from=)${namedImage}\\b`).test(text))
    args.push('--build-context', `${namedImage}=docker-image://lt-base:1`)
  if (text.includes('type=secret')) args.push('--secret', 'id=tok,env=TOKV')
  if (dockerfilePath !== 'Dockerfile') args.push('-f', `@CTX@/${dockerfilePath}`)
  return { label, tree: whole, args, env: buildEnvironment }
}

/** From some build on, a FIFO or a socket lies in the context: what a tree cannot hold and a hook makes. */
function withOddFiles(random: Random, builds: readonly FuzzBuild[]): readonly FuzzBuild[] {
  const start = 1 + random.int(builds.length - 1)
  const path = random.pick(['src/pipe', 'pipe', 'docs/sock', 'sock'])
  const make = path.endsWith('pipe') ? `mkfifo ${path}` : makeSocket(path)
  // Where the tree has a file or a link in the way, the build goes without.
  const hook = `mkdir -p "$(dirname ${path})" && ${make} || true`
  return builds.map((build, index) => (index < start ? build : { ...build, hook }))
}

/** A listener's socket stays behind when the listener is killed. */
const makeSocket = (path: string) =>
  `node -e "require('net').createServer().listen('${path}', () => process.kill(process.pid, 'SIGKILL'))"`
