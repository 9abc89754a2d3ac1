import { expect, test } from 'vitest'
import { defaultRules } from '../../src/cache/model/build-options.ts'
import { buildableText } from '../support/replay/buildable-text.ts'
import { readNeeds } from '../support/replay/stand-in-needs.ts'

const needsOf = (...lines: readonly string[]) => readNeeds([`${lines.join('\n')}\n`], defaultRules)

test('outputs are the paths that stages take of each other: variables expanded, wildcards matched, mounts too', () => {
  const { outputs } = needsOf(
    'FROM a AS build',
    'RUN make',
    'FROM b',
    'ARG DIR=/srv/out',
    'ENV NAME=shop',
    'COPY --from=build "${DIR}/${NAME}.jar" /x',
    'COPY --from=build /libs/*.so /lib/',
    'RUN --mount=type=bind,from=build,source=/cache/deps,target=/d ls',
    'COPY --from=c /etc/c.conf /',
    'COPY own /',
  )
  expect(outputs).toEqual(['/srv/out/shop.jar', '/libs/made.so', '/cache/deps', '/etc/c.conf'])
})

test('users that USER and --chown name are there', () => {
  const { users } = needsOf('FROM a', 'COPY --chown=shop:staff a /', 'USER "runner"', 'USER 1000', 'USER $NAME')
  expect(users).toEqual(expect.arrayContaining(['root', 'shop', 'staff', 'runner']))
  expect(users).not.toContain('1000')
})

test('an image pinned by digest has a name that a stand-in can have; other digests are other names', () => {
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`
  expect(
    buildableText(`# syntax=docker/dockerfile:1\nFROM x/node:20@${digest('a')} AS n\nFROM go@${digest('b')}\n`),
  ).toBe('# xyntax=docker/dockerfile:1\nFROM x/node:sha256-aaaaaaaaaaaa AS n\nFROM go:sha256-bbbbbbbbbbbb\n')
})
