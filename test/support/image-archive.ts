import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { LayerEntry } from '../../src/image/model/image.ts'

/**
 * Layers as short text, one entry a line:
 *
 *     etc/                 a directory; a mode may follow: tmp/ 1777
 *     etc/hosts 12         a file of 12 bytes; a mode may follow: run.sh 5 755
 *     etc/motd "hello"     a file with that content
 *     bin/sh -> busybox    a symlink
 *     copy => etc/hosts    a hard link
 *     -etc/old             the path is removed
 *     -etc/*               what the layers below have in the directory is hidden
 */
export type LayerText = string

type Sketch = Omit<LayerEntry, 'uid' | 'gid'> & { readonly content: Buffer }

/** The entries of a layer written as text. */
export const sketchLayer = (text: LayerText): readonly LayerEntry[] =>
  sketchLines(text).map(({ content: _, ...entry }) => ({ ...entry, uid: 0, gid: 0 }))

const sketchLines = (text: LayerText): readonly Sketch[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(sketchLine)

function sketchLine(line: string): Sketch {
  const plain = { size: 0, mode: 0o644, link: '', whiteout: null, content: Buffer.alloc(0) }
  if (line.endsWith('/*')) return { ...plain, path: line.slice(1, -2), kind: 'file', whiteout: 'opaque' }
  if (line.startsWith('-')) return { ...plain, path: line.slice(1), kind: 'file', whiteout: 'file' }
  const symlink = line.split(' -> ')
  if (symlink.length === 2) return { ...plain, path: symlink[0]!, kind: 'symlink', link: symlink[1]!, mode: 0o777 }
  const hardlink = line.split(' => ')
  if (hardlink.length === 2) return { ...plain, path: hardlink[0]!, kind: 'hardlink', link: hardlink[1]! }
  const directory = line.match(/^(\S+)\/(?: (\d+))?$/)
  if (directory !== null) {
    return { ...plain, path: directory[1]!, kind: 'directory', mode: Number.parseInt(directory[2] ?? '755', 8) }
  }
  const file = line.match(/^(\S+) (?:(\d+)|"(.*)")(?: (\d+))?$/)
  if (file === null) throw new Error(`no layer entry: ${line}`)
  const content = file[3] === undefined ? Buffer.alloc(Number(file[2]), 'x') : Buffer.from(file[3])
  const mode = Number.parseInt(file[4] ?? '644', 8)
  return { ...plain, path: file[1]!, kind: 'file', size: content.length, mode, content }
}

/** The tar of a layer written as text. */
export function packLayer(text: LayerText): Promise<Buffer> {
  return packTar(
    sketchLines(text).map(({ path, kind, mode, link, whiteout, content }) => {
      const slash = path.lastIndexOf('/') + 1
      const name =
        whiteout === 'opaque'
          ? `${path}/.wh..wh..opq`
          : whiteout === 'file'
            ? `${path.slice(0, slash)}.wh.${path.slice(slash)}`
            : path
      return { name, type: kind === 'hardlink' ? 'link' : kind, mode, link, content }
    }),
  )
}

export type TarMember = {
  readonly name: string
  readonly type?: string
  readonly mode?: number
  readonly link?: string
  readonly content?: Buffer | string
}

/** A tar archive of these members, in this order. */
export async function packTar(members: readonly TarMember[]): Promise<Buffer> {
  const tar = pack()
  for (const { name, type = 'file', mode = 0o644, link, content = '' } of members) {
    const header = { name, type: type as 'file', mode, ...(link ? { linkname: link } : {}) }
    tar.entry(header, Buffer.from(content))
  }
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export type SavedLayer = { readonly command: string; readonly layer: LayerText | null }

export const digestOf = (bytes: Buffer | string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

export type SavedParts = {
  readonly config: Buffer
  readonly configDigest: string
  /** As unpacked, lowest first. */
  readonly layers: readonly { readonly diffId: string; readonly tar: Buffer }[]
}

/** Configuration and layers of an image of these history lines (without a layer: metadata only). */
export async function imageParts(lines: readonly SavedLayer[], architecture = 'amd64'): Promise<SavedParts> {
  const texts = lines.flatMap(({ layer }) => (layer === null ? [] : [layer]))
  const layers = await Promise.all(
    texts.map(async (text) => {
      const tar = await packLayer(text)
      return { diffId: digestOf(tar), tar }
    }),
  )
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      created: '2026-01-02T03:04:05Z',
      config: { Env: ['PATH=/bin'], Cmd: ['sh'], WorkingDir: '/app', User: 'app', Labels: { a: 'b' } },
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      history: lines.map(({ command, layer }) => ({
        created: '2026-01-02T03:04:05Z',
        created_by: command,
        ...(layer === null ? { empty_layer: true } : {}),
      })),
    }),
  )
  return { config, configDigest: digestOf(config), layers }
}

export const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`

/** What `docker save` of Docker 25 and later writes: blobs first, then the lists of what they are. */
export async function dockerArchive(
  lines: readonly SavedLayer[],
  {
    tag = 'shop:dev',
    compress = (tar: Buffer) => tar,
    marker = true,
  }: {
    tag?: string
    compress?: (tar: Buffer) => Buffer
    /** Whether the file that says `OCI layout` is there; an engine that sees it wants an index, too. */
    marker?: boolean
  } = {},
): Promise<Buffer> {
  const { config, configDigest, layers } = await imageParts(lines)
  const stored = layers.map(({ tar }) => compress(tar))
  const names = stored.map((bytes) => blob(digestOf(bytes)))
  const manifest = [{ Config: blob(configDigest), RepoTags: [tag], Layers: names }]
  return packTar([
    { name: 'blobs/', type: 'directory' },
    ...stored.map((content, i) => ({ name: names[i]!, content })),
    { name: blob(configDigest), content: config },
    { name: 'manifest.json', content: JSON.stringify(manifest) },
    ...(marker ? [{ name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' }] : []),
  ])
}

export const gzip = (tar: Buffer): Buffer => gzipSync(tar)
