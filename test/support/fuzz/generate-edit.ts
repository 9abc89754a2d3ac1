import { editContext } from './edit-context.ts'
import { editDockerfile } from './edit-dockerfile.ts'
import { type FuzzFeatures, type FuzzProject, linkedDockerfile } from './fuzz-project.ts'
import { type FuzzEntry, type FuzzTree, withoutPath, withPath } from './fuzz-tree.ts'
import { generateIgnoreFile } from './generate-ignore.ts'
import { editBuildArg, editNoCache, editOtherOption, editTarget, type OptionsEdit } from './generate-options.ts'
import type { Random } from './random.ts'

export type ProjectEdit = { readonly label: string; readonly project: FuzzProject }

/** One edit of anything: files, ignore files, the Dockerfile, the options. A build without cache was for one build only. */
export function generateEdit(random: Random, features: FuzzFeatures, before: FuzzProject): ProjectEdit {
  const project: FuzzProject = { ...before, options: { ...before.options, noCache: [] } }
  const ignoring = features.profile === 'ignore' ? 4 : 1
  const edit = random.weighted<ProjectEdit | null>([
    [25, () => inTree(project, editContext(random, project.tree))],
    [ignoring * 2.5, () => inTree(project, editIgnoreFile(random, project))],
    [6.5, () => inDockerfile(random, features, project)],
    [1.2, () => withOptions(project, editBuildArg(random, project.options))],
    [1, () => withOptions(project, editTarget(random, project))],
    [0.8, () => withOptions(project, editNoCache(random, project))],
    [1.8, () => withOptions(project, editOtherOption(random, project.options))],
    [0.4, () => moveDockerfile(random, project)],
    [0.5, () => ({ label: 'nothing', project })],
  ])
  return edit ?? { label: 'nothing', project }
}

const inTree = (
  project: FuzzProject,
  edit: { readonly label: string; readonly tree: FuzzTree } | null,
): ProjectEdit | null => edit && { label: edit.label, project: { ...project, tree: edit.tree } }

const withOptions = (project: FuzzProject, { label, options }: OptionsEdit): ProjectEdit => ({
  label,
  project: { ...project, options },
})

function inDockerfile(random: Random, features: FuzzFeatures, project: FuzzProject): ProjectEdit | null {
  const edit = editDockerfile({ random, features, tree: project.tree }, project.dockerfile)
  if (edit === null) return null
  const { target } = project.options
  const lost = target !== null && !edit.dockerfile.stages.some(({ name }) => name === target)
  const options = lost ? { ...project.options, target: null } : project.options
  return { label: edit.label, project: { ...project, dockerfile: edit.dockerfile, options } }
}

function editIgnoreFile(random: Random, { tree, dockerfilePath }: FuzzProject) {
  const specific = `${dockerfilePath}.dockerignore`
  const written = generateIgnoreFile(random)
  return random.weighted([
    [5, () => ({ label: 'edit .dockerignore', tree: withPath(tree, '.dockerignore', written) })],
    [2, () => ({ label: 'rm .dockerignore', tree: withoutPath(tree, '.dockerignore') })],
    [1, () => ({ label: `rm ${specific}`, tree: withoutPath(tree, specific) })],
    [1, () => ({ label: `edit ${specific}`, tree: withPath(tree, specific, written) })],
    [0.2, () => ({ label: `empty ${specific}`, tree: withPath(tree, specific, { t: 'f', c: '' }) })],
    [0.5, () => ({ label: '.dockerignore is a link', tree: withPath(tree, '.dockerignore', linkFrom(random)) })],
    [0.3, () => ({ label: `${specific} is a link`, tree: withPath(tree, specific, linkFrom(random)) })],
    [0.2, () => ({ label: '.dockerignore is a directory', tree: withPath(tree, '.dockerignore', { t: 'd' }) })],
    [0.8, () => ({ label: 'edit nc/.dockerignore', tree: withPath(tree, 'nc/.dockerignore', written) })],
  ])
}

const linkFrom = (random: Random): FuzzEntry => ({ t: 'l', to: random.pick(ignoreLinks) })

const ignoreLinks = ['src/f.txt', '/src/f.txt', '../src/f.txt', 'nc/.dockerignore', 'f.txt', 'nowhere', 'docs', '.salt']

function moveDockerfile(random: Random, project: FuzzProject): ProjectEdit {
  const elsewhere = random.pick(['Dockerfile.dev', 'docs/Dockerfile', linkedDockerfile])
  const dockerfilePath = project.dockerfilePath === 'Dockerfile' ? elsewhere : 'Dockerfile'
  return { label: `Dockerfile at ${dockerfilePath}`, project: { ...project, dockerfilePath } }
}
