import { describe, expect, it } from 'vitest'
import { DockerfileError } from '../../../src/dockerfile/problems/dockerfile-error.ts'
import { familiarReference, normalizeReference } from '../../../src/dockerfile/values/image-reference.ts'

const digest = `sha256:${'00ff'.repeat(16)}`

describe('an image reference', () => {
  it.each([
    ['alpine', 'docker.io/library/alpine:latest', 'alpine:latest'],
    ['node:22', 'docker.io/library/node:22', 'node:22'],
    ['grafana/loki', 'docker.io/grafana/loki:latest', 'grafana/loki:latest'],
    ['ghcr.io/a/b:1', 'ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
    ['localhost/a', 'localhost/a:latest', 'localhost/a:latest'],
    ['localhost:5000/a', 'localhost:5000/a:latest', 'localhost:5000/a:latest'],
    [`alpine@${digest}`, `docker.io/library/alpine@${digest}`, `alpine@${digest}`],
  ])('%s', (written, complete, familiar) => {
    expect(normalizeReference(written)).toBe(complete)
    expect(familiarReference(complete)).toBe(familiar)
  })

  it.each(['Alpine', 'a b', 'a::b', 'ghcr.io/A/b', '-1', 'a..b', 'a-', 'alpine@sha256:00ff'])(
    'rejects %s',
    (written) => {
      expect(() => normalizeReference(written)).toThrow(DockerfileError)
    },
  )
})
