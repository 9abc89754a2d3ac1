import { createHash } from 'node:crypto'
import { joinHistory } from '../../../image/history/join-history.ts'
import type { Image } from '../../../image/model/image.ts'
import { asList, asObject, asText, asTexts, type JsonObject } from '../../../image/model/json-value.ts'
import { readConfig, readPlatform } from '../../../image/model/read-config.ts'
import { ArchiveError } from '../../tar/archive-error.ts'
import type { SavedMembers } from './saved-members.ts'

/** An image of an archive: what it is, and the members that hold its layers, lowest first. */
export type SavedImage = {
  readonly image: Omit<Image, 'ref'>
  readonly members: readonly string[]
}

type Parts = { readonly config: string; readonly layers: readonly string[]; readonly tags: readonly string[] }

/**
 * Finds the images of an archive: by Docker's `manifest.json`, else by the OCI layout's `index.json`. Of an image for
 * several platforms comes the one for `platform` (`linux/amd64`), else the first. Throws ArchiveError.
 */
export function findSavedImages(members: SavedMembers<unknown>, platform: string): readonly SavedImage[] {
  const found = members.documents.has('manifest.json')
    ? asList(readDocument(members, 'manifest.json')).map(dockerParts)
    : members.documents.has('index.json')
      ? ociParts(members, readDocument(members, 'index.json'), platform)
      : []
  if (found.length === 0) throw new ArchiveError('not-an-image', 'it has no manifest.json and no index.json')
  return found.map((parts) => toSavedImage(members, parts))
}

/** The name under which a member's bytes stand, links followed. Throws ArchiveError where there are none. */
export function memberBehind({ links }: SavedMembers<unknown>, name: string): string {
  let member = name
  for (let hops = 0; hops < 10; hops++) {
    const link = links.get(member)
    if (link === undefined) return member
    member = link
  }
  throw new ArchiveError('damaged', `${name} is a link that leads nowhere`)
}

function toSavedImage(members: SavedMembers<unknown>, { config: configName, layers, tags }: Parts): SavedImage {
  const bytes = documentBytes(members, configName)
  const config = asObject(readDocument(members, configName))
  const diffIds = asTexts(asObject(config.rootfs).diff_ids)
  if (diffIds.length !== layers.length) {
    throw new ArchiveError('damaged', `it lists ${layers.length} layers, its configuration ${diffIds.length}`)
  }
  const stored = layers.map((name) => memberBehind(members, name))
  const sizes = stored.map((name) => {
    const size = members.sizes.get(name)
    if (size === undefined) throw new ArchiveError('missing-blob', `layer ${name} is not in it`)
    return size
  })
  const rows = asList(config.history).map(asObject)
  const joined = joinHistory(
    rows.map((row) => ({
      createdBy: asText(row.created_by),
      createdAt: asText(row.created) || null,
      empty: row.empty_layer === true,
    })),
    diffIds.map((diffId, i) => ({ diffId, size: sizes[i]! })),
  )
  return {
    members: stored,
    image: {
      id: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
      tags,
      platform: readPlatform(config),
      createdAt: asText(config.created) || null,
      size: sizes.reduce((sum, size) => sum + size, 0),
      config: readConfig(config.config),
      ...joined,
    },
  }
}

function dockerParts(json: unknown): Parts {
  const { Config, Layers, RepoTags } = asObject(json)
  return { config: asText(Config), layers: asTexts(Layers), tags: asTexts(RepoTags) }
}

/** Follows an index to image manifests; attestations and other artifacts beside them are no images. */
function ociParts(members: SavedMembers<unknown>, json: unknown, platform: string, depth = 0): readonly Parts[] {
  const descriptors = asList(asObject(json).manifests).map(asObject).filter(isImage)
  if (depth > 4) throw new ArchiveError('damaged', 'its index points to itself')
  const images: Parts[] = []
  for (const descriptor of depth === 0 ? descriptors : choosePlatform(members, descriptors, platform)) {
    const content = asObject(readDocument(members, blobName(descriptor.digest)))
    if (Array.isArray(content.manifests))
      images.push(...withTag(descriptor, ociParts(members, content, platform, depth + 1)))
    else images.push(...withTag(descriptor, [manifestParts(content)]))
  }
  return images
}

const isImage = (descriptor: JsonObject): boolean =>
  asText(asObject(descriptor.annotations)['vnd.docker.reference.type']) !== 'attestation-manifest' &&
  asText(asObject(descriptor.platform).os) !== 'unknown'

/** Of what is in the archive: an index may name platforms that were not saved. */
function choosePlatform(
  members: SavedMembers<unknown>,
  descriptors: readonly JsonObject[],
  platform: string,
): readonly JsonObject[] {
  const present = descriptors.filter(({ digest }) => members.documents.has(blobName(digest)))
  const is = (wanted: string) => (descriptor: JsonObject) => readPlatform(descriptor.platform) === wanted
  const isLike = (descriptor: JsonObject) =>
    withoutVariant(readPlatform(descriptor.platform)) === withoutVariant(platform)
  const wanted = present.find(is(platform)) ?? present.find(isLike)
  const chosen = wanted ?? present[0] ?? descriptors[0]
  return chosen === undefined ? [] : [chosen]
}

/** `linux/arm64` also means its `linux/arm64/v8`. */
const withoutVariant = (platform: string): string => platform.split('/', 2).join('/')

function withTag(descriptor: JsonObject, images: readonly Parts[]): readonly Parts[] {
  const annotations = asObject(descriptor.annotations)
  const tag =
    asText(annotations['io.containerd.image.name']) || asText(annotations['org.opencontainers.image.ref.name'])
  return tag === '' ? images : images.map((image) => ({ ...image, tags: [...image.tags, tag] }))
}

function manifestParts(manifest: JsonObject): Parts {
  return {
    config: blobName(asObject(manifest.config).digest),
    layers: asList(manifest.layers).map((layer) => blobName(asObject(layer).digest)),
    tags: [],
  }
}

const blobName = (digest: unknown): string => `blobs/${asText(digest).replace(':', '/')}`

function documentBytes(members: SavedMembers<unknown>, name: string): Buffer {
  const bytes = members.documents.get(memberBehind(members, name))
  if (bytes === undefined) throw new ArchiveError('missing-blob', `${name || 'its configuration'} is not in it`)
  return bytes
}

function readDocument(members: SavedMembers<unknown>, name: string): unknown {
  try {
    return JSON.parse(documentBytes(members, name).toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new ArchiveError('damaged', `${name} is not JSON`, { cause: error })
    throw error
  }
}
