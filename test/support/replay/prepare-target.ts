import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGraph } from '../../../src/cache/builders.ts'
import { type BuildRules, defaultOptions } from '../../../src/cache/model/build-options.ts'
import { createImageSource } from '../../../src/sources/images/image-source.ts'
import { clientEnvironment, dockerBuild } from '../../engine/docker-build.ts'
import { type RunningEngine, startEngine } from '../../engine/engine.ts'
import type { BuildTarget } from '../fuzz/fuzz-target.ts'
import { buildableText } from './buildable-text.ts'
import type { Commit } from './git-history.ts'
import { importStandIn } from './stand-in-image.ts'
import { readNeeds } from './stand-in-needs.ts'

/**
 * An engine that can build a repository's whole history: for every base image that any commit names it gets a stand-in
 * of the same name. Throws where it has a real one.
 */
export async function prepareTarget(options: {
  readonly repository: string
  readonly dockerfile: string
  readonly commits: readonly Commit[]
  readonly rules: BuildRules
  readonly idle: boolean
}): Promise<BuildTarget> {
  const { rules } = options
  const engine = await startEngine(rules.builder === 'containerd' ? '28c' : '28')
  const texts = options.commits.flatMap(({ id }) =>
    fileAt(options.repository, id, options.dockerfile).map(buildableText),
  )
  const distinct = [...new Set(texts)]
  const needs = readNeeds(distinct, rules)
  const salt = randomUUID()
  for (const ref of imagesOf(distinct, rules)) {
    await importStandIn(engine, ref, { needs, salt })
    await unpack(engine, ref)
  }
  const images = createImageSource({ environment: { DOCKER_HOST: engine.dockerHost }, platform: 'linux/amd64' })
  return {
    engine,
    env: clientEnvironment(engine),
    syntax: null,
    builder: null,
    rules,
    resolveImages: (refs) => images.resolve(refs, AbortSignal.timeout(20_000)),
    idle: options.idle,
  }
}

/** The first build on an image shows another status in its FROM line than all later ones: it is made here. */
async function unpack(engine: RunningEngine, ref: string): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'layertui-stand-in-'))
  try {
    writeFileSync(join(context, 'Dockerfile'), `FROM ${ref}\nRUN unpack\n`)
    await dockerBuild(engine, { context, args: [], cwd: context, env: {}, builder: null, classic: false })
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}

function fileAt(repository: string, commit: string, path: string): readonly string[] {
  try {
    const args = ['-C', repository, 'show', `${commit}:${path}`]
    return [execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })]
  } catch {
    // The commit has no such file.
    return []
  }
}

function imagesOf(dockerfiles: readonly string[], rules: BuildRules): ReadonlySet<string> {
  const refs = new Set<string>()
  for (const text of dockerfiles) {
    const { graph } = buildGraph({ text, options: defaultOptions, rules, images: new Map() })
    for (const ref of graph?.images ?? []) if (!ref.includes('@')) refs.add(ref)
  }
  return refs
}
