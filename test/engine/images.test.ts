import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Image, LayerEntry } from '../../src/image/model/image.ts'
import { indexLayers } from '../../src/image/tree/grow-tree.ts'
import { lastChange, visitPaths } from '../../src/image/tree/image-tree.ts'
import { isRemoved, kindOf } from '../../src/image/tree/path-change.ts'
import type { EngineEvent, ImageHandle, ImageSource } from '../../src/runtime/ports.ts'
import { createImageSource } from '../../src/sources/images/image-source.ts'
import { dockerArchive } from '../support/image-archive.ts'
import { entriesOfImage, openImage, textOfFile } from '../support/open-image.ts'
import { baseImage, provideBaseImage } from './base-image.ts'
import { type RunningEngine, startEngine, startSpareEngine, stopSpareEngine } from './engine.ts'

const run = promisify(execFile)
const signal = new AbortController().signal
const tag = 'layertui-images:1'

const context: Readonly<Record<string, string>> = {
  'src/a.txt': 'hello\n',
  'b.txt': 'b\n',
  Dockerfile: `FROM ${baseImage} AS build
ARG VERSION=1
ENV A=1 B="two words"
RUN mkdir -p /out && echo $VERSION > /out/v && echo x > /etc/removed && ln -s ../etc/passwd /out/link
WORKDIR /app
COPY src ./src
RUN rm -rf /app/src /etc/removed && mkdir /app/src && echo new > /app/src/n && ln /out/v /out/hard
RUN <<EOT
echo one > /one
echo two > /two
EOT
RUN true
FROM build
COPY --from=build --chown=1000:1000 /out /copied
COPY --link b.txt /linked/
RUN chmod 600 /one && rm -r /copied
EXPOSE 3000
USER app
CMD ["sleep", "1000"]
`,
}

async function writeContext(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'layertui-images-'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
  return directory
}

const docker = async ({ dockerBinary, env }: RunningEngine, ...args: readonly string[]): Promise<string> =>
  (await run(dockerBinary, args, { env, maxBuffer: 64 * 1024 * 1024 })).stdout.trim()

/** What the engine itself puts into every container. */
const own = /^(\.dockerenv|dev\/|proc\/|sys\/|etc\/($|hosts|hostname|resolv\.conf|mtab))/

/** Paths that are seen in the end, directories with a slash. */
function pathsOf(layers: readonly (readonly LayerEntry[])[]): readonly string[] {
  const paths: string[] = []
  visitPaths(indexLayers(layers), (node) => {
    const change = lastChange(node, layers.length)
    if (change === null || isRemoved(change) || node.path === '') return
    paths.push(kindOf(change) === 'directory' ? `${node.path}/` : node.path)
  })
  return paths.sort()
}

describe.each(['28', '28c'] as const)('images of engine %s', (name) => {
  let engine: RunningEngine
  let source: ImageSource
  let directory: string
  let handle: ImageHandle
  let image: Image

  beforeAll(async () => {
    engine = await startEngine(name)
    source = createImageSource({ environment: engine.env, layerDirectory: null })
    await provideBaseImage(engine)
    directory = await writeContext(context)
    await docker(engine, 'build', '-q', '-t', tag, directory)
    handle = await openImage(source, tag)
    image = handle.image
  })
  afterAll(() => rm(directory, { recursive: true }))

  const archive = async (): Promise<string> => {
    const path = join(directory, 'saved.tar')
    await docker(engine, 'save', '-o', path, tag)
    return `docker-archive:${path}`
  }

  test('the engine tells what it is', async () => {
    const stop = new AbortController()
    const event = await new Promise<EngineEvent>((resolve) => source.follow(resolve, stop.signal))
    stop.abort()
    expect(event).toMatchObject({
      type: 'engine.connected',
      engine: { version: expect.stringMatching(/^\d+\./), builder: name === '28c' ? 'containerd' : 'overlay2' },
    })
  })

  test('the image is in the list', async () => {
    expect(await source.list(signal)).toContainEqual(
      expect.objectContaining({ id: image.id, tags: expect.arrayContaining([tag]) }),
    )
  })

  test('history is joined to layers as the image’s own configuration has it', async () => {
    const { image: saved } = await openImage(source, await archive())
    const rows = ({ history, layers }: Image) => [
      history.map(({ command, layer }) => [command, layer]),
      layers.map(({ diffId, command }) => [diffId, command]),
    ]
    expect(rows(image)).toEqual(rows(saved))
    expect(image.layers).toHaveLength(10)
    expect(saved).toMatchObject({ platform: image.platform, config: image.config })
  })

  test('the layers are the same from the engine and from its archive', async () => {
    const saved = await entriesOfImage(await openImage(source, await archive()))
    expect(await entriesOfImage(handle)).toEqual(saved)
  })

  test('all layers stacked are what a container of the image sees', async () => {
    const container = await docker(engine, 'create', tag)
    const tar = join(directory, 'export.tar')
    await docker(engine, 'export', '-o', tar, container)
    await docker(engine, 'rm', container)
    const listed = (await run('tar', ['-tf', tar])).stdout.split('\n').filter((path) => path !== '' && !own.test(path))
    const layers = await entriesOfImage(handle)
    expect(pathsOf(layers).filter((path) => !own.test(path))).toEqual(listed.sort())
  })

  test.each([
    ['a file behind a symlink of the layer below', 'bin/tool 2'],
    ['a whiteout behind a symlink of the layer below', '-bin/sh'],
    ['an opaque directory where a symlink was', '-bin/*\nbin/new 1'],
    ['a whiteout of what is not there', '-gone/x'],
    ['a whiteout below a file', '-file/x'],
    ['a directory entry where a symlink was', 'bin/\nbin/tool 2'],
    ['a file where a directory was', 'usr/bin 4'],
  ])('%s is unpacked as the engine does it', async (_, upper) => {
    const base = 'usr/\nusr/bin/\nusr/bin/sh 1\nusr/bin/ls 1\nbin -> usr/bin\nfile 1'
    const lines = [
      { command: 'ADD base', layer: base },
      { command: 'ADD upper', layer: upper },
    ]
    const path = join(directory, 'crafted.tar')
    await writeFile(path, await dockerArchive(lines, { tag: 'layertui-crafted:1', marker: false }))
    await docker(engine, 'load', '-q', '-i', path)
    const container = await docker(engine, 'create', 'layertui-crafted:1', 'x')
    const tar = join(directory, 'crafted-export.tar')
    await docker(engine, 'export', '-o', tar, container)
    await docker(engine, 'rm', container)
    await docker(engine, 'rmi', '-f', 'layertui-crafted:1')
    // The engine makes the working directory of the image's configuration.
    const listed = (await run('tar', ['-tf', tar])).stdout
      .split('\n')
      .filter((name) => name !== '' && name !== 'app/' && !own.test(name))
    const layers = await entriesOfImage(await openImage(source, `docker-archive:${path}`))
    expect(pathsOf(layers).filter((name) => !own.test(name))).toEqual(listed.sort())
  })

  test('each layer holds what its instruction did', async () => {
    const layers = await entriesOfImage(handle)
    const at = (command: RegExp) => layers[image.layers.findIndex((layer) => command.test(layer.command))]!
    const entry = (command: RegExp, path: string) => at(command).find((one) => one.path === path)
    expect(entry(/^RUN mkdir/, 'out/link')).toMatchObject({ kind: 'symlink', link: '../etc/passwd' })
    expect(entry(/^COPY src/, 'app/src/a.txt')).toMatchObject({ kind: 'file', size: 6 })
    expect(entry(/^RUN rm -rf/, 'etc/removed')).toMatchObject({ whiteout: 'file' })
    expect(entry(/^COPY .*\/out/, 'copied/v')).toMatchObject({ uid: 1000, gid: 1000 })
    expect(entry(/^RUN chmod/, 'one')).toMatchObject({ mode: 0o600, size: 4 })
    expect(at(/^RUN true/).filter(({ kind }) => kind === 'file')).toEqual([])
  })

  test('a file is shown as its layer holds it', async () => {
    const layer = image.layers.findIndex(({ command }) => command.startsWith('COPY src'))
    expect(await textOfFile(handle, layer, 'app/src/a.txt', 4)).toBe('hell')
    await expect(textOfFile(handle, layer, 'app/src/none')).rejects.toMatchObject({
      failure: { kind: 'no-file' },
    })
  })

  test('the base image is known by its complete reference, and its layers are the lowest of the image', async () => {
    const [base, none] = await source.resolve([`docker.io/library/${baseImage}`, 'docker.io/library/none:0'], signal)
    expect(base).toMatchObject({ id: expect.stringMatching(/^sha256:/), config: { command: ['/bin/sh'] } })
    expect(base?.diffIds).toEqual([image.layers[0]?.diffId])
    expect(none?.id).toBeNull()
  })

  test('what a container writes is seen on top of the image', async () => {
    const container = await docker(
      engine,
      'run',
      '-d',
      '--network=none',
      '--user=0',
      tag,
      'sh',
      '-c',
      'echo x > /new; rm /two; sleep 1000',
    )
    try {
      await expect
        .poll(async () => (await handle.containerChanges(signal)).find(({ id }) => id === container)?.changes, {
          timeout: 30_000,
        })
        .toEqual(
          expect.arrayContaining([
            { path: 'new', mark: 'added' },
            { path: 'two', mark: 'removed' },
          ]),
        )
    } finally {
      await docker(engine, 'rm', '-f', container)
    }
  })

  test('tagging and removing images is told at once', async () => {
    const stop = new AbortController()
    const seen: string[] = []
    const connected = new Promise<void>((resolve) =>
      source.follow((event) => {
        if (event.type === 'engine.connected') resolve()
        if (event.type === 'engine.images-changed') seen.push(event.ref)
      }, stop.signal),
    )
    await connected
    await docker(engine, 'tag', tag, 'layertui-images:moved')
    await docker(engine, 'rmi', 'layertui-images:moved')
    await expect.poll(() => seen, { timeout: 30_000 }).toContainEqual(expect.stringContaining('layertui-images:moved'))
    stop.abort()
  })

  test('leaving while engine is exporting the image ends the waiting', async () => {
    const leave = new AbortController()
    const fresh = await openImage(createImageSource({ environment: engine.env, layerDirectory: null }), tag)
    const report = () => leave.abort(new Error('left'))
    const reading = entriesOfImage(fresh, { signal: leave.signal, report })
    await expect(reading).rejects.toThrow('left')
  })
})

describe('images that only the containerd store has', () => {
  test.each([
    ['zstd layers', ['--output', `type=image,name=${tag},compression=zstd,force-compression=true`]],
    ['uncompressed layers', ['--output', `type=image,name=${tag},compression=uncompressed,force-compression=true`]],
    ['several platforms', ['--platform', 'linux/arm64,linux/amd64', '-t', tag]],
  ])('%s', async (_, options) => {
    const engine = await startEngine('28c')
    const source = createImageSource({ environment: engine.env, layerDirectory: null })
    const directory = await writeContext({
      'a.txt': 'hello',
      Dockerfile: 'FROM scratch\nCOPY a.txt /\nCOPY a.txt /b/\n',
    })
    try {
      await docker(engine, 'buildx', 'build', '-q', ...options, directory)
      const layers = await entriesOfImage(await openImage(source, tag))
      expect(pathsOf(layers)).toEqual(['a.txt', 'b/', 'b/a.txt'])
    } finally {
      source.close()
      await rm(directory, { recursive: true })
    }
  })
})

test('an engine that stops and starts again is followed', async () => {
  const stop = new AbortController()
  const seen: string[] = []
  const engine = await startSpareEngine()
  try {
    createImageSource({ environment: engine.env, layerDirectory: null }).follow(
      (event) => seen.push(event.type),
      stop.signal,
    )
    const last = () => seen.at(-1)
    await expect.poll(last, { timeout: 30_000 }).toBe('engine.connected')
    await stopSpareEngine()
    await expect.poll(last, { timeout: 30_000 }).toBe('engine.away')
    await startSpareEngine()
    await expect.poll(last, { timeout: 30_000 }).toBe('engine.connected')
  } finally {
    stop.abort()
    await stopSpareEngine()
  }
})
