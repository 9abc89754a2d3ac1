import { expect, test } from 'vitest'
import { parseDockerfile } from '../../src/dockerfile/parser/parse-dockerfile.ts'
import { fuzzProfiles } from '../support/fuzz/fuzz-project.ts'
import { generateSequence } from '../support/fuzz/generate-sequence.ts'

const anything = async () => true

const sequenceOf = (seed: number, profile: (typeof fuzzProfiles)[number]) =>
  generateSequence(seed, { features: { parents: false, profile }, buildable: anything })

test.each(fuzzProfiles)('the same seed makes the same sequence (%s)', async (profile) => {
  expect(await sequenceOf(7, profile)).toEqual(await sequenceOf(7, profile))
})

test('another seed makes another sequence', async () => {
  expect(await sequenceOf(7, 'all')).not.toEqual(await sequenceOf(8, 'all'))
})

test('a hundred sequences meet every instruction, flag and kind of entry that the generator knows', async () => {
  const sequences = await Promise.all(Array.from({ length: 100 }, (_, seed) => sequenceOf(seed, 'all')))
  const builds = sequences.flatMap((sequence) => sequence.builds)
  const text = builds
    .flatMap(({ tree }) => Object.values(tree).map((entry) => (entry.t === 'f' ? entry.c : '')))
    .join('\n')
  const args = builds.flatMap((build) => build.args).join('\n')
  const wanted = ['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'ONBUILD']
  const more = ['RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR', 'MAINTAINER']
  const flags = ['--from=', '--chown=', '--chmod=', '--exclude=', '--link', '--unpack=', '--network=', '--platform=']
  const mounts = ['type=bind', 'type=cache', 'type=tmpfs', 'type=secret', 'type=ssh', '<<EOF', '<<-', '# escape']
  const odd = ['from=scratch', 'type=cache,target=/cf,from=s', 'env=TWO', '$TARGETARCH', '# check=', 'linux/x86_64']
  for (const word of [...wanted, ...more, ...flags, ...mounts, ...odd]) expect(text, word).toContain(word)
  for (const option of [
    '--target',
    '--no-cache',
    '--no-cache-filter',
    '--build-arg',
    '--build-context',
    '-f',
    '--add-host',
    '--ulimit',
    'linux/x86_64',
  ])
    expect(args, option).toContain(option)
  const kinds = new Set(builds.flatMap(({ tree }) => Object.values(tree).map(({ t }) => t)))
  expect([...kinds].sort()).toEqual(['d', 'f', 'h', 'l'])
  expect(builds.some(({ label }) => label === 'revert')).toBe(true)
  expect(builds.some(({ hook }) => hook?.includes('mkfifo'))).toBe(true)
})

test('nearly all first Dockerfiles parse: a refused file compares nothing', async () => {
  const sequences = await Promise.all(Array.from({ length: 60 }, (_, seed) => sequenceOf(seed, 'all')))
  const refused = sequences.filter(({ builds }) => {
    const dockerfile = builds[0]!.tree.Dockerfile
    return dockerfile?.t === 'f' && parseDockerfile(dockerfile.c ?? '').problem !== null
  })
  expect(refused.length).toBeLessThan(6)
})
