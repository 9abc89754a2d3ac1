import { describe, expect, test } from 'vitest'
import { buildGraph } from '../../src/cache/builders.ts'
import type { BuildGraphInput } from '../../src/cache/model/build-graph.ts'
import {
  type BuildOptions,
  type BuildRules,
  defaultOptions,
  defaultRules,
} from '../../src/cache/model/build-options.ts'
import type { BaseImage } from '../../src/image/model/base-image.ts'

type Given = {
  readonly options?: Partial<BuildOptions>
  readonly rules?: Partial<BuildRules>
  readonly images?: readonly BaseImage[]
}

const inputOf = (text: string, given: Given): BuildGraphInput => ({
  text,
  options: { ...defaultOptions, ...given.options },
  rules: { ...defaultRules, ...given.rules },
  images: new Map((given.images ?? []).map((image) => [image.ref, image])),
})

function graphOf(text: string, given: Given = {}) {
  const { graph, problem } = buildGraph(inputOf(text, given))
  if (problem !== null) throw new Error(problem.message)
  if (graph.kind !== 'buildkit') throw new Error('not read by BuildKit')
  return graph
}

const namesOf = (text: string, given: Given = {}): readonly string[] =>
  graphOf(text, given).steps.map(({ vertex }) => ('name' in vertex ? vertex.name : ''))

const problemOf = (text: string, given: Given = {}) => buildGraph(inputOf(text, given)).problem

const withOnbuild: BaseImage = {
  ref: 'docker.io/library/node:22',
  id: 'sha256:1',
  digest: 'sha256:aa',
  diffIds: ['sha256:d'],
  config: {
    user: '',
    workdir: '/app',
    env: ['PATH=/bin', 'NODE=22'],
    entrypoint: [],
    command: [],
    labels: {},
    onbuild: ['COPY . .'],
    shell: [],
  },
}

describe('names of steps, as BuildKit prints them', () => {
  test('a file with one stage has no stage names, and numbers what makes a layer', () => {
    expect(namesOf('FROM alpine\nENV A=1\nRUN echo $A $B\nWORKDIR /\ncopy a $A/\n')).toEqual([
      '[1/4] FROM docker.io/library/alpine:latest',
      '[2/4] RUN echo 1 $B',
      '[3/4] COPY a 1/',
    ])
  })

  test('a mount without a source stage makes an empty stage of its own, so that stages are named', () => {
    expect(namesOf('FROM alpine\nRUN --mount=type=cache,target=/c make\n')).toEqual([
      '[stage-0 1/2] FROM docker.io/library/alpine:latest',
      '[stage-0 2/2] RUN --mount=type=cache,target=/c make',
    ])
  })

  test('only stages that the target needs are there, in the order of the file', () => {
    const text = 'FROM a AS one\nRUN 1\nFROM b AS two\nRUN 2\nFROM c\nCOPY --from=one /x /\n'
    expect(namesOf(text)).toEqual([
      '[one 1/2] FROM docker.io/library/a:latest',
      '[one 2/2] RUN 1',
      '[stage-2 1/2] FROM docker.io/library/c:latest',
      '[stage-2 2/2] COPY --from=one /x /',
    ])
    expect(namesOf(text, { options: { target: 'TWO' } })).toEqual([
      '[two 1/2] FROM docker.io/library/b:latest',
      '[two 2/2] RUN 2',
    ])
  })

  test('triggers of a parent stage, and those of a base image, which FROM is numbered without', () => {
    expect(namesOf('FROM alpine AS base\nONBUILD RUN hello\nFROM base\nRUN bye\n')).toEqual([
      '[base 1/1] FROM docker.io/library/alpine:latest',
      '[stage-1 1/2] ONBUILD RUN hello',
      '[stage-1 2/2] RUN bye',
    ])
    expect(namesOf('FROM node:22\nRUN bye\n', { images: [withOnbuild] })).toEqual([
      '[1/2] FROM docker.io/library/node:22',
      '[2/3] ONBUILD COPY . .',
      '[3/3] RUN bye',
    ])
  })

  test('the containerd store shows the digest of a base that it knows', () => {
    const given: Given = { images: [{ ...withOnbuild, config: null }], rules: { builder: 'containerd' } }
    expect(namesOf('FROM node:22\n', given)).toEqual(['[1/1] FROM docker.io/library/node:22@sha256:aa'])
  })
})

describe('what a build asks for', () => {
  test('paths of the context that needed steps read', () => {
    const text = 'FROM a\nCOPY src/*.ts lib ./\nRUN --mount=target=/m,source=cfg true\n'
    expect(graphOf(text)).toMatchObject({ usesContext: true, contextPaths: ['/src/*.ts', '/lib', '/cfg'] })
    expect(graphOf('FROM a\nCOPY . .\n').contextPaths).toBe(null)
    expect(graphOf('FROM a\nRUN true\n').usesContext).toBe(false)
  })

  test('images, also those that are only copied from', () => {
    expect(graphOf('FROM a\nCOPY --from=nginx:1 /x /x\n').images).toEqual([
      'docker.io/library/nginx:1',
      'docker.io/library/a:latest',
    ])
  })

  test('named contexts in the place of stages and images, each with its own paths', () => {
    const options = { buildContexts: { lib: '/src/lib', alpine: 'docker-image://busybox:1' } }
    const graph = graphOf('FROM alpine\nCOPY --from=lib a /a\n', { options })
    expect(graph.images).toEqual(['docker.io/library/busybox:1'])
    expect(graph.namedContexts).toMatchObject([{ name: 'lib', directory: '/src/lib', paths: ['/a'] }])
  })
})

describe('environment of a RUN', () => {
  const environmentOf = (text: string, options: Partial<BuildOptions> = {}, rules: Partial<BuildRules> = {}) =>
    graphOf(text, { options, rules })
      .steps.at(-1)!
      .environment!.map(([name, value]) => `${name}=${value}`)
      .filter((line) => !/^(PATH|--platform)=/.test(line))

  test('is a list: what is set again moves to its end', () => {
    expect(environmentOf('FROM a\nENV A=1 B=2\nENV A=1\nRUN x\n')).toEqual(['B=2', 'A=1'])
  })

  test('arguments count once they have a value, from wherever it comes', () => {
    const text = 'ARG G=g\nFROM a\nARG G\nARG D=d\nARG N\nARG TARGETARCH\nRUN x\n'
    expect(environmentOf(text)).toEqual(['G=g', 'D=d', 'TARGETARCH=amd64'])
    expect(environmentOf(text, { buildArgs: { N: 'n', D: 'x' } })).toEqual(['G=g', 'D=x', 'N=n', 'TARGETARCH=amd64'])
    expect(environmentOf(text, {}, { platform: 'linux/arm64' })).toEqual(['G=g', 'D=d', 'TARGETARCH=arm64'])
  })

  test('a child stage has its parent’s variables behind its arguments', () => {
    expect(environmentOf('FROM a AS p\nENV E=1\nARG A=2\nFROM p\nRUN x\n')).toEqual(['A=2', 'E=1'])
  })
})

describe('what stops a build before any step', () => {
  test.each([
    ['FROM a AS one\nCOPY --from=b x /\nFROM c AS b\nFROM one\n', 2, /needs to be defined before/],
    ['RUN x\nFROM a\n', 1, /no build stage in current context/],
    ['FROM a AS x\nCOPY --from=x a b\n', 1, /circular dependency/],
    ['FROM a\nRUN --network=host x\n', 2, /network.host is not allowed/],
    ['FROM a\n\nLABEL a="$', 3, /quote/],
    ['FROM a\nCOPY --chmod=9 a b\n', 2, /invalid chmod/],
    ['# syntax=example.com/other:1\nFROM a\n', 1, /unknown front end/],
  ] as const)('%j', (text, line, message) => {
    expect(problemOf(text)).toMatchObject({ line, message: expect.stringMatching(message) })
  })

  test('an unknown target', () => {
    expect(problemOf('FROM a\n', { options: { target: 'nope' } })?.message).toMatch(/"nope" could not be found/)
  })

  test('errors of stages that are not needed do not count', () => {
    expect(problemOf('FROM a AS x\nCOPY --chmod=9 a b\nFROM b\n')).toBe(null)
  })
})

describe('a front end that is only assumed', () => {
  const doubtOf = (text: string) => graphOf(text).versionSensitive

  test('matters only to steps that an older one gives another key', () => {
    expect(doubtOf('# syntax=docker/dockerfile:1\nFROM a\nRUN x\nCOPY a b\n')).toEqual([])
    expect(doubtOf('# syntax=docker/dockerfile:1\nFROM a\nARG TARGETSTAGE\nRUN x\nCOPY a b\n')).toEqual([
      'stage-0/RUN/1',
    ])
    expect(doubtOf('# syntax=docker/dockerfile:1.20\nFROM a\nARG TARGETSTAGE\nRUN x\n')).toEqual([])
  })
})

test('stages say which stages they read, by which lines', () => {
  const { stages } = graphOf(
    'FROM a AS deps\nRUN x\nFROM deps AS build\nCOPY --from=deps /a /a\nRUN --mount=from=deps,target=/m x\nFROM b\nCOPY --from=build /x /x\nCOPY --from=c /y /y\n',
  )
  expect(stages.map(({ reads }) => reads)).toEqual([
    [],
    [
      { stage: 0, line: 3 },
      { stage: 0, line: 4 },
      { stage: 0, line: 5 },
    ],
    [{ stage: 1, line: 7 }],
  ])
})

test('an image whose trigger copies from that image ends in a limit', () => {
  const image: BaseImage = {
    ...withOnbuild,
    config: { ...withOnbuild.config!, onbuild: ['COPY --from=node:22 /a /b'] },
  }
  expect(problemOf('FROM scratch\nCOPY --from=node:22 /a /a\n', { images: [image] })).toMatchObject({
    message: 'ONBUILD triggers bring in more than 100 images in turn',
    isLimit: true,
  })
})
