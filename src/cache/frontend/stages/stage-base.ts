import { digestOf } from '../../../context/tree/digest.ts'
import { type Frontend, hasTag } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { normalizeReference } from '../../../dockerfile/values/image-reference.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { BuildRules } from '../../model/build-options.ts'
import { daemonRules } from '../../model/daemon-features.ts'
import type { ImageVertex, LocalVertex, Vertex } from '../../model/graph/vertex.ts'
import type { BuildScope } from '../step-scope.ts'
import { childStage, type StageState, startStage } from './stage-state.ts'
import type { Stage, StageTable } from './stage-table.ts'

const imageScheme = 'docker-image://'

/** The base of a stage. */
export type StageBase =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly parent: Stage }
  | { readonly kind: 'image'; readonly reference: string; readonly named: boolean }
  | { readonly kind: 'local'; readonly contextName: string; readonly directory: string }

/**
 * Looks up a base: stages first, then named contexts, then images. Throws DockerfileError for a malformed reference.
 */
export function baseOf(stage: Stage, table: StageTable): StageBase {
  if (stage.replacement !== null) return replacedBy(stage.name, stage.replacement)
  if (stage.parent !== null) return { kind: 'stage', parent: stage.parent }
  if (stage.base === 'scratch') return { kind: 'scratch' }
  const context = table.namedContext(stage.base)
  if (context !== null) return replacedBy(stage.base, context)
  return { kind: 'image', reference: normalizeReference(stage.base), named: false }
}

function replacedBy(name: string, value: string): StageBase {
  if (value.startsWith(imageScheme)) {
    const image = value.slice(imageScheme.length)
    return image === 'scratch'
      ? { kind: 'scratch' }
      : { kind: 'image', reference: normalizeReference(image), named: true }
  }
  // A repository, an archive or an image layout is identified by its name, as an image is.
  if (/^[a-z][a-z0-9+.-]*:\/\/|^git@/.test(value)) return { kind: 'image', reference: value, named: true }
  return { kind: 'local', contextName: name, directory: value }
}

/** The reference that progress shows for FROM. The containerd store adds the digest of the manifest. */
export function shownReference(
  reference: string,
  image: BaseImage | undefined,
  { rules, frontend, written }: Pick<BuildScope, 'rules' | 'frontend'> & { readonly written: string },
): string {
  const untagged = !featuresOf(frontend).shownTags && !hasTag(written)
  const shown = untagged ? reference.replace(/:latest$/, '') : reference
  const digest = image?.digest
  return rules.builder === 'containerd' && digest && !shown.includes('@') ? `${shown}@${digest}` : shown
}

/**
 * The vertex of an image. `name` is the printed name; it is empty for a named context, which has its own lines. A named
 * image and the same image in FROM are two definitions with equal keys.
 */
export function imageVertex(
  reference: string,
  image: BaseImage | undefined,
  {
    name,
    platform,
    scope,
  }: {
    readonly name: string
    readonly platform: string | null
    readonly scope: {
      readonly rules: Pick<BuildRules, 'builder' | 'daemon' | 'platform'>
      readonly frontend: Pick<Frontend, 'external'>
    }
  },
): ImageVertex {
  const { rules, frontend } = scope
  const wanted = platform ?? rules.platform
  const named = name === ''
  const identity = digestOf('image', reference, named ? 'named context' : null, wanted)
  const variant = wanted !== rules.platform
  const shared = frontend.external && daemonRules(rules.daemon).imagesShareVariants
  const byLayers = rules.builder === 'containerd' && variant && !shared
  return {
    kind: 'image',
    identity,
    name,
    reference,
    content: imageContent(image, { byLayers }),
    imageId: image?.id ?? null,
    absent: image?.id === null,
    foreign: image?.platform && !sameProcessor(image.platform, wanted) ? { had: image.platform, wanted } : null,
  }
}

/** Whether a manifest for one variant of a processor also serves another variant. */
const sameProcessor = (a: string, b: string): boolean => a.split('/', 2).join('/') === b.split('/', 2).join('/')

/**
 * The key of an image is the chain of its layers; configuration and tag do not count. With the containerd store an
 * image has two keys: manifest and platform, which is asked first, and the layers. If the manifest of another platform
 * serves the asked platform (`linux/amd64/v2`), only the layers are found, and results built upon the manifest's key
 * are missed.
 * Measured: in Docker 28.5 both are found upon one key when the front end is an image. If a registry answers that it
 * does not have an image of the store, an image given as a named context is found by its layers, too; no registry is
 * asked here.
 * Source: moby builder-next/adapters/containerimage/pull.go: cacheKeyFromConfig; BuildKit
 * source/containerimage/pull.go: CacheKey.
 */
function imageContent(image: BaseImage | undefined, { byLayers }: { readonly byLayers: boolean }): string | null {
  if (image === undefined || image.id === null) return null
  const content = image.diffIds.length > 0 ? digestOf('layers', image.diffIds) : (image.digest ?? image.id)
  return byLayers ? digestOf('by layers', content) : content
}

/**
 * A vertex for a named local context: one for each COPY --from that names it, one for all stages that start from it.
 */
export function localVertex(base: Extract<StageBase, { kind: 'local' }>, use: string): LocalVertex {
  return { kind: 'local', identity: digestOf('local', base.directory, use), contextName: base.contextName }
}

/** The state of a stage before its own commands. */
export function startingState(
  base: StageBase,
  head: Vertex | null,
  image: BaseImage | undefined,
  { platform, states }: { readonly platform: string | null; readonly states: ReadonlyMap<Stage, StageState> },
): StageState {
  switch (base.kind) {
    case 'scratch':
      return startStage(null, null)
    case 'stage':
      return childStage(states.get(base.parent)!)
    case 'image':
      return startStage(head, image?.config ?? null, { platform })
    case 'local':
      return startStage(head, null, { platform, requested: new Set() })
  }
}
