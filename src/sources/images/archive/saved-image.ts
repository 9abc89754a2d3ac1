import { createHash } from 'node:crypto'
import { joinHistory } from '../../../image/history/join-history.ts'
import type { Image } from '../../../image/model/image.ts'
import { asList, asObject, asText, asTexts, foldKeys, type JsonObject } from '../../../image/model/json-value.ts'
import { readConfig, readPlatform } from '../../../image/model/read-config.ts'
import { ArchiveError } from '../../tar/archive-error.ts'
import { longestDocument, type SavedFiles } from './saved-files.ts'

/** An image among saved files: its description, and the files that hold its layers, lowest first. */
export type SavedImage = {
  readonly image: Omit<Image, 'reference' | 'warnings'>
  readonly layers: readonly string[]
  /** The platforms of the same image, including the platform of `image`. */
  readonly platforms: readonly string[]
}

/**
 * An entry that is listed as an image and cannot be shown: another artifact (a signature, an SBOM), or damaged data.
 */
export type SkippedEntry = { readonly names: readonly string[]; readonly error: ArchiveError }

export type SavedContents = { readonly images: readonly SavedImage[]; readonly skipped: readonly SkippedEntry[] }

type Parts = {
  readonly config: string
  readonly layers: readonly string[]
  readonly tags: readonly string[]
  readonly platforms: readonly string[]
}

type Listed = Parts | SkippedEntry

/**
 * Finds the images among saved files: by Docker's `manifest.json`, else by the OCI layout's `index.json`. An image for
 * several platforms gives the one for `platform` (`linux/amd64`), else the first. Throws ArchiveError.
 */
export async function findSavedImages(files: SavedFiles, platform: string): Promise<SavedContents> {
  const listed =
    (await files.sizeOf('manifest.json')) !== null
      ? asList(await readDocument(files, 'manifest.json')).map(dockerParts)
      : (await files.sizeOf('index.json')) !== null
        ? await ociParts(files, await readDocument(files, 'index.json'), platform)
        : []
  if (listed.length === 0) throw new ArchiveError('not-an-image', 'it has no manifest.json and no index.json')
  const images: SavedImage[] = []
  const skipped: SkippedEntry[] = []
  for (const parts of listed) {
    if ('error' in parts) {
      skipped.push(parts)
      continue
    }
    try {
      images.push(await toSavedImage(files, parts))
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      skipped.push({ names: parts.tags, error })
    }
  }
  if (images.length === 0) throw skipped[0]!.error
  return { images, skipped }
}

async function toSavedImage(
  files: SavedFiles,
  { config: configName, layers, tags, platforms }: Parts,
): Promise<SavedImage> {
  const bytes = await readBytes(files, configName)
  const config = foldKeys(parseJson(configName, bytes))
  const diffIds = asTexts(foldKeys(config.rootfs).diff_ids)
  if (diffIds.length !== layers.length) {
    throw new ArchiveError('damaged', `it lists ${layers.length} layers, its configuration ${diffIds.length}`)
  }
  const sizes: number[] = []
  for (const name of layers) {
    const size = await files.sizeOf(name)
    if (size === null) throw new ArchiveError('missing-blob', `layer ${name} is not in it`)
    sizes.push(size)
  }
  const joined = joinHistory(
    asList(config.history)
      .map(foldKeys)
      .map((row) => ({
        createdBy: asText(row.created_by),
        createdAt: asText(row.created) || null,
        empty: row.empty_layer === true,
      })),
    diffIds.map((diffId, i) => ({ diffId, digest: digestOfBlob(layers[i]!), size: sizes[i]! })),
  )
  return {
    layers,
    platforms,
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

/** Jib's first versions wrote the names in small letters; Go, and so every engine, reads them in any case. */
function dockerParts(json: unknown): Parts {
  const { config, layers, repotags } = foldKeys(json)
  // Members of an archive: engines take `./layer.tar` for `layer.tar`.
  const name = (text: string) => text.replace(/^\.\//, '')
  return { config: name(asText(config)), layers: asTexts(layers).map(name), tags: asTexts(repotags), platforms: [] }
}

/** Follows an index to image manifests; attestations and other artifacts are skipped. */
async function ociParts(files: SavedFiles, json: unknown, platform: string, depth = 0): Promise<readonly Listed[]> {
  if (depth > 4) throw new ArchiveError('damaged', 'its index points to itself')
  const descriptors = asList(asObject(json).manifests).map(asObject).filter(isImage)
  const groups = depth === 0 ? groupByName(descriptors) : [descriptors]
  const listed: Listed[] = []
  for (const group of groups) listed.push(...(await readGroup(files, group, platform, depth)))
  return listed
}

/** Reads descriptors that name one image for several platforms. */
async function readGroup(
  files: SavedFiles,
  group: readonly JsonObject[],
  platform: string,
  depth: number,
): Promise<readonly Listed[]> {
  const names = namesOf(group[0] ?? {})
  try {
    const { chosen, platforms } = await choosePlatform(files, group, platform)
    if (chosen === null) return []
    const content = asObject(await readDocument(files, blobName(chosen.digest)))
    if (Array.isArray(content.manifests)) {
      const found = await ociParts(files, content, platform, depth + 1)
      return found.map((parts) =>
        'error' in parts
          ? { ...parts, names: [...parts.names, ...names] }
          : { ...parts, tags: [...parts.tags, ...names] },
      )
    }
    const artifact = artifactType(content)
    if (artifact !== null) throw new ArchiveError('not-an-image', `it is ${artifact}`)
    return [{ ...manifestParts(content), tags: names, platforms }]
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    return [{ names, error }]
  }
}

const isImage = (descriptor: JsonObject): boolean =>
  asText(asObject(descriptor.annotations)['vnd.docker.reference.type']) !== 'attestation-manifest' &&
  asText(asObject(descriptor.platform).os) !== 'unknown'

/** The type of a manifest other than an image; null: an image. Source: OCI image spec, manifest.md. */
function artifactType({ artifactType: type, config, layers }: JsonObject): string | null {
  const media = asText(asObject(config).mediaType)
  const stored = asList(layers).map((layer) => asText(asObject(layer).mediaType))
  if (media !== '' && !/\b(image\.config|container\.image)\b/.test(media)) return asText(type) || media
  if (media === '' && asText(type) !== '') return asText(type)
  if (stored.length > 0 && stored.every((layer) => layer !== '' && !/\btar\b/.test(layer))) return stored[0]!
  return null
}

/** Groups entries of one name, each for another platform, as one image; every other entry is a group of its own. */
function groupByName(descriptors: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const groups = new Map<string, JsonObject[]>()
  for (const [i, descriptor] of descriptors.entries()) {
    const platform = readPlatform(descriptor.platform)
    const key = platform === '' ? `${i}` : `of ${namesOf(descriptor).join(' ')}`
    const group = groups.get(key) ?? []
    const isRepeated = group.some((other) => readPlatform(other.platform) === platform)
    groups.set(isRepeated ? `${i}` : key, isRepeated ? [descriptor] : [...group, descriptor])
  }
  return [...groups.values()]
}

/** Chooses among the saved platforms: an index may name platforms that were not saved. */
async function choosePlatform(
  files: SavedFiles,
  descriptors: readonly JsonObject[],
  platform: string,
): Promise<{ readonly chosen: JsonObject | null; readonly platforms: readonly string[] }> {
  const present: JsonObject[] = []
  for (const descriptor of descriptors) {
    if ((await files.sizeOf(blobName(descriptor.digest))) !== null) present.push(descriptor)
  }
  const is = (wanted: string) => (descriptor: JsonObject) => readPlatform(descriptor.platform) === wanted
  const isLike = (descriptor: JsonObject) =>
    withoutVariant(readPlatform(descriptor.platform)) === withoutVariant(platform)
  const chosen = present.find(is(platform)) ?? present.find(isLike) ?? present[0] ?? descriptors[0] ?? null
  return { chosen, platforms: present.map((descriptor) => readPlatform(descriptor.platform)).filter(Boolean) }
}

/** `linux/arm64` also means its `linux/arm64/v8`. */
const withoutVariant = (platform: string): string => platform.split('/', 2).join('/')

function namesOf(descriptor: JsonObject): readonly string[] {
  const annotations = asObject(descriptor.annotations)
  const name =
    asText(annotations['io.containerd.image.name']) || asText(annotations['org.opencontainers.image.ref.name'])
  return name === '' ? [] : [name]
}

function manifestParts(manifest: JsonObject): Pick<Parts, 'config' | 'layers'> {
  return {
    config: blobName(asObject(manifest.config).digest),
    layers: asList(manifest.layers).map((layer) => blobName(asObject(layer).digest)),
  }
}

/** A digest has letters and digits on both sides; any other text could name a file outside of the layout. */
function blobName(digest: unknown): string {
  const [, algorithm, hex] = /^([a-z0-9]+):([\w-]+)$/i.exec(asText(digest)) ?? []
  if (algorithm === undefined) throw new ArchiveError('damaged', 'a descriptor has no digest')
  return `blobs/${algorithm}/${hex}`
}

/** Blobs are named by their digest; Docker before 25 named layers otherwise. */
function digestOfBlob(name: string): string | null {
  const [, algorithm, hex] = /^blobs\/([a-z0-9]+)\/([0-9a-f]{32,})$/.exec(name) ?? []
  return algorithm === undefined ? null : `${algorithm}:${hex}`
}

async function readBytes(files: SavedFiles, name: string): Promise<Buffer> {
  const { bytes, close } = await files.open(name)
  try {
    const taken = await bytes.take(longestDocument)
    if (taken.length === longestDocument) throw new ArchiveError('damaged', `${name} is too long to be a list`)
    return Buffer.from(taken)
  } finally {
    await close()
  }
}

const readDocument = async (files: SavedFiles, name: string): Promise<unknown> =>
  parseJson(name, await readBytes(files, name))

function parseJson(name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new ArchiveError('damaged', `${name} is not JSON`, { cause: error })
    throw error
  }
}
