// Writes demo/image.tar.gz: what `docker save | gzip` would give for the demo's Dockerfile, with made-up contents of plausible
// names and sizes, so that the image panes have something to show where no engine runs. The same bytes every time.
//   node bin/run-typescript.js test/tools/make-demo-image.ts
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

type File = { readonly path: string; readonly content: Buffer; readonly mode?: number; readonly link?: string }
type HistoryLine = { readonly createdBy: string; readonly files?: readonly File[] }

const built = new Date('2026-01-12T09:30:00Z')

/** A file of so many kilobytes of zeros: they weigh nothing once compressed. */
const made = (path: string, kilobytes: number, mode = 0o644): File => ({
  path,
  mode,
  content: Buffer.alloc(Math.round(kilobytes * 1000)),
})
const link = (path: string, target: string): File => ({ path, link: target, content: Buffer.alloc(0) })
const text = (path: string, content: string): File => ({ path, content: Buffer.from(content) })
const copied = async (from: string, path: string): Promise<File> => ({ path, content: await readFile(`demo/${from}`) })
/** Compiled code: the source without its types would be near enough to look at. */
const compiled = async (name: string): Promise<File> => copied(`src/${name}.ts`, `app/dist/${name}.js`)

const debian: readonly File[] = [
  text('etc/debian_version', '12.9\n'),
  text('etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'),
  text('etc/passwd', 'root:x:0:0:root:/root:/bin/bash\n'),
  text('etc/apt/sources.list.d/debian.sources', 'Types: deb\nSuites: bookworm bookworm-updates\nComponents: main\n'),
  link('bin', 'usr/bin'),
  link('lib', 'usr/lib'),
  ...[
    'bash 1266',
    'dash 126',
    'cat 44',
    'cp 151',
    'ls 151',
    'mv 147',
    'perl 3790',
    'tar 532',
    'dpkg 318',
    'apt 18',
  ].map((row) => made(`usr/bin/${row.split(' ')[0]}`, Number(row.split(' ')[1]), 0o755)),
  made('usr/lib/x86_64-linux-gnu/libc.so.6', 1922, 0o755),
  made('usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30', 2190),
  made('usr/lib/x86_64-linux-gnu/libcrypto.so.3', 4710),
  made('usr/lib/x86_64-linux-gnu/libapt-pkg.so.6.0', 2090),
  made('usr/share/zoneinfo/Europe/Berlin', 2.3),
  made('usr/share/perl/5.36.0/unicore/Name.pl', 1030),
  made('var/lib/dpkg/status', 92),
  made('var/cache/debconf/templates.dat', 1840),
]

const nodeUser: readonly File[] = [
  text('etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nnode:x:1000:1000::/home/node:/bin/bash\n'),
  text('etc/group', 'root:x:0:\nnode:x:1000:\n'),
  text('home/node/.profile', '# ~/.profile\n'),
]

const nodeRuntime: readonly File[] = [
  made('usr/local/bin/node', 47_200, 0o755),
  link('usr/local/bin/npm', '../lib/node_modules/npm/bin/npm-cli.js'),
  made('usr/local/include/node/node.h', 61),
  made('usr/local/include/node/v8.h', 3),
  made('usr/local/lib/node_modules/npm/bin/npm-cli.js', 0.1, 0o755),
  made('usr/local/lib/node_modules/npm/lib/npm.js', 14),
  made('usr/local/lib/node_modules/npm/package.json', 6),
  made('usr/local/share/doc/node/LICENSE', 139),
]

/** Installing for production still leaves a cache behind: what a reader of the Files pane should stumble on. */
const installed: readonly File[] = [
  text('app/node_modules/.package-lock.json', '{ "name": "shop", "lockfileVersion": 3 }\n'),
  made('app/node_modules/nanoid/index.js', 1.9),
  made('app/node_modules/nanoid/package.json', 1.4),
  made('app/node_modules/nanoid/nanoid.js', 0.2),
  made('root/.npm/_cacache/content-v2/sha512/22/bf/f9a6446717c5f6c3d1e041d0e1b7', 2140),
  made('root/.npm/_cacache/index-v5/1c/9e/8d2a', 1.2),
  made('root/.npm/_logs/2026-01-12T09_29_58_101Z-debug-0.log', 4),
  made('tmp/node-compile-cache/v20.18.1-x64/8f21', 380),
]

const history: readonly HistoryLine[] = [
  { createdBy: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1736121600'", files: debian },
  {
    createdBy:
      'RUN /bin/sh -c groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node # buildkit',
    files: nodeUser,
  },
  { createdBy: 'ENV NODE_VERSION=20.18.1' },
  {
    createdBy:
      'RUN /bin/sh -c curl -fsSLO https://nodejs.org/dist/v$NODE_VERSION/node-v$NODE_VERSION-linux-x64.tar.xz && tar -xJf node-v$NODE_VERSION-linux-x64.tar.xz -C /usr/local --strip-components=1 # buildkit',
    files: nodeRuntime,
  },
  {
    createdBy: 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit',
    files: [text('usr/local/bin/docker-entrypoint.sh', '#!/bin/sh\nset -e\nexec "$@"\n')],
  },
  { createdBy: 'ENTRYPOINT ["docker-entrypoint.sh"]' },
  { createdBy: 'CMD ["node"]' },
  { createdBy: 'ARG VERSION=dev' },
  { createdBy: 'ENV NODE_ENV=production' },
  { createdBy: 'WORKDIR /app', files: [] },
  {
    createdBy: 'COPY assets/ ./assets/ # buildkit',
    files: [
      await copied('assets/logo.svg', 'app/assets/logo.svg'),
      await copied('assets/style.css', 'app/assets/style.css'),
    ],
  },
  {
    createdBy: 'COPY package.json package-lock.json ./ # buildkit',
    files: [
      await copied('package-lock.json', 'app/package-lock.json'),
      await copied('package.json', 'app/package.json'),
    ],
  },
  { createdBy: 'RUN |1 VERSION=dev /bin/sh -c npm ci --omit=dev # buildkit', files: installed },
  {
    createdBy: 'COPY /app/dist ./dist # buildkit',
    files: await Promise.all(['cart', 'catalog', 'page', 'server'].map(compiled)),
  },
  { createdBy: 'USER node' },
  { createdBy: 'EXPOSE [8080/tcp]' },
  { createdBy: 'CMD ["node" "dist/server.js"]' },
]

const layers = await Promise.all(
  history.filter(({ files }) => files !== undefined).map(({ files }) => layerTar(files!)),
)
const config = JSON.stringify({
  architecture: 'amd64',
  os: 'linux',
  created: built.toISOString(),
  config: {
    User: 'node',
    Env: [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'NODE_VERSION=20.18.1',
      'NODE_ENV=production',
    ],
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['node', 'dist/server.js'],
    WorkingDir: '/app',
    ExposedPorts: { '8080/tcp': {} },
  },
  rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
  history: history.map(({ createdBy, files }) => ({
    created: built.toISOString(),
    created_by: createdBy,
    ...(files === undefined ? { empty_layer: true } : {}),
  })),
})
const blobPath = (content: string | Buffer) => `blobs/sha256/${sha256(content)}`
const manifest = JSON.stringify([
  { Config: blobPath(config), RepoTags: ['shop:dev'], Layers: layers.map((layer) => blobPath(layer)) },
])
const archive = await tar([
  ...layers.map((layer) => ({ path: blobPath(layer), content: layer })),
  text(blobPath(config), config),
  text('manifest.json', manifest),
])
const packed = gzipSync(archive, { level: 9 })
await writeFile('demo/image.tar.gz', packed)
process.stdout.write(`demo/image.tar.gz: ${packed.length} bytes, ${archive.length} unpacked, ${layers.length} layers\n`)

/** A layer as BuildKit writes one: each folder on the way to a file has an entry too. */
async function layerTar(files: readonly File[]): Promise<Buffer> {
  const directories = new Set<string>(files.length === 0 ? ['app'] : [])
  for (const { path } of files) {
    const parts = path.split('/').slice(0, -1)
    for (let depth = 1; depth <= parts.length; depth++) directories.add(parts.slice(0, depth).join('/'))
  }
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  return tar(sorted, [...directories].sort())
}

async function tar(files: readonly File[], directories: readonly string[] = []): Promise<Buffer> {
  const archive = pack()
  const chunks: Buffer[] = []
  const read = (async () => {
    for await (const chunk of archive) chunks.push(chunk as Buffer)
  })()
  for (const name of directories) archive.entry({ name: `${name}/`, type: 'directory', mode: 0o755, mtime: built })
  for (const { path, content, mode = 0o644, link: target } of files) {
    const header = { name: path, mode, mtime: built, size: content.length }
    if (target === undefined) archive.entry(header, content)
    else archive.entry({ ...header, type: 'symlink', linkname: target })
  }
  archive.finalize()
  await read
  return Buffer.concat(chunks)
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
