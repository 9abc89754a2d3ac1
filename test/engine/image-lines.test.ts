import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultOptions } from '../../src/cache/model/build-options.ts'
import { matchLayersToSteps } from '../../src/image/history/match-layers.ts'
import { readBuild } from '../../src/sources/files/build/read-build.ts'
import { createImageSource } from '../../src/sources/images/image-source.ts'
import { baseImage, provideBaseImage } from './base-image.ts'
import { type EngineName, startEngine } from './engine.ts'

const run = promisify(execFile)
const signal = new AbortController().signal

const dockerfile = `FROM ${baseImage} AS build
ARG VERSION=1 NAME="two words"
ENV A=1
RUN echo $VERSION $NAME > /v
WORKDIR deep
WORKDIR er
COPY a.txt b.txt ./
COPY ["a.txt", "/json form/"]
COPY --chown=1000:1000 a*.txt /globbed/
RUN echo one && \\
    echo two > /two \\
    # a comment inside
    && echo three
RUN ["busybox", "touch", "/exec"]
SHELL ["/bin/sh", "-e", "-c"]
RUN echo again
FROM build AS final
ARG DIR=/var
COPY --from=build /two \${DIR}/two
ADD a.txt $DIR/added
USER app
EXPOSE 80
CMD ["sleep", "1"]
`
const withHeredocs = `${dockerfile}USER root
RUN <<EOF
echo x > /x
EOF
COPY <<EOF /heredoc
hello
EOF
`

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layertui-lines-'))
  await writeFile(join(directory, 'a.txt'), 'a')
  await writeFile(join(directory, 'b.txt'), 'b')
})
afterAll(() => rm(directory, { recursive: true }))

/** Builds the Dockerfile, and tells of each layer which line it came from by the steps of the plan. */
async function linesOfLayers(
  name: EngineName,
  text: string,
  builder: 'buildkit' | 'classic',
): Promise<readonly unknown[]> {
  const engine = await startEngine(name)
  await provideBaseImage(engine)
  await writeFile(join(directory, 'Dockerfile'), text)
  const env = { ...engine.env, DOCKER_BUILDKIT: builder === 'classic' ? '0' : '1' }
  await run(engine.dockerBinary, ['build', '-q', '-t', 'layertui-lines:1', directory], { env })
  const source = createImageSource({ environment: engine.env, layerDirectory: null })
  const result = await readBuild({
    request: {
      context: directory,
      dockerfile: null,
      options: defaultOptions,
      baseline: { kind: 'none', ref: null },
      builder: null,
      frontend: null,
      daemon: null,
    },
    engine: null,
    resolveImages: source.resolve,
    environment: { ...process.env, XDG_CACHE_HOME: directory },
    signal,
  })
  if (result.kind !== 'planned') throw new Error(JSON.stringify(result))
  const { image } = await source.open({ kind: 'engine', name: 'layertui-lines:1' }, signal)
  return matchLayersToSteps(image, result.plan).map((origin) => (origin.kind === 'step' ? origin.line : origin))
}

const base = { kind: 'base', ref: baseImage }

test.each(['28', '28c'] as const)('every layer of an image built by BuildKit on %s names its line', async (name) => {
  const lines = await linesOfLayers(name, withHeredocs, 'buildkit')
  expect(lines).toEqual([base, 4, 5, 6, 7, 8, 9, 10, 14, 16, 19, 20, 25, 28])
})

test('every layer of an image of the classic builder names its line', async () => {
  // What changes nothing makes no layer there: `RUN echo again`.
  const lines = await linesOfLayers('28', dockerfile, 'classic')
  expect(lines).toEqual([base, 4, 5, 6, 7, 8, 9, 10, 14, 19, 20])
})
