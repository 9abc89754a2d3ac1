import { describe, expect, test } from 'vitest'
import { emptyBuilder } from '../../../../src/cache/model/builder-state.ts'
import { link } from '../../../context/tree.ts'
import { build, type SmallBuild } from '../../small-build.ts'

const files = { a: 'a', b: 'b', 'd/x': 'x', 'd/sub/y': 'y', 'e/x/z': 'z', 'e/sub': 'file', 'ln/lk': link('sub') }

/** Why the last step stops a build of these lines, or its status. */
function lastStep(lines: string, { from = 'scratch', ...small }: Partial<SmallBuild> & { from?: string } = {}): string {
  const { plan } = build({ dockerfile: `FROM ${from}\n${lines}\n`, files, ...small }, emptyBuilder)
  const { status, causes } = plan.steps.at(-1)!
  return causes.flatMap((cause) => (cause.kind === 'error' ? [cause.message] : []))[0] ?? status
}

const linked = { rules: { builder: 'containerd' } } as const

describe('a copy in a stage that starts from nothing', () => {
  test('of a directory onto a file fails, in its place and below it', () => {
    expect(lastStep('COPY a /p\nCOPY d /p')).toBe('cannot copy to non-directory: /p')
    expect(lastStep('COPY a /p\nCOPY d /p/')).toBe('mkdir /p: not a directory')
    expect(lastStep('COPY a /p\nCOPY b /p/q')).toBe('mkdir /p: not a directory')
    expect(lastStep('COPY a /p\nCOPY b /p/q/r')).toBe('lstat /p/q: not a directory')
    expect(lastStep('COPY e /p\nCOPY d /p')).toBe('cannot copy to non-directory: /p/sub')
  })

  test('of a file onto a directory goes into it, unless one of its name is there', () => {
    expect(lastStep('COPY d /p\nCOPY a /p')).toBe('rebuilt')
    expect(lastStep('COPY d /p/a\nCOPY a /p/')).toBe('cannot replace to directory /p/a with file')
    expect(lastStep('COPY d /p\nCOPY e /p')).toBe('cannot replace to directory /p/sub with file')
    expect(lastStep('COPY d /p/q\nCOPY <<q /p/\nhi\nq')).toBe('cannot replace to directory /p/q with file')
  })

  test('of several sources is one after the other', () => {
    expect(lastStep('COPY d e /p/')).toBe('cannot replace to directory /p/sub with file')
    expect(lastStep('COPY [ed] /p/')).toBe('cannot replace to directory /p/sub with file')
    expect(lastStep('COPY a /p\nCOPY [ab] /p/')).toBe('mkdir /p: not a directory')
  })

  test('leaves out what it excludes', () => {
    expect(lastStep('COPY d /p\nCOPY --exclude=sub --exclude=x e /p')).toBe('rebuilt')
    expect(lastStep('COPY d /p\nCOPY --exclude=sub e /p')).toBe('cannot copy to non-directory: /p/x')
  })

  test('follows a link to where it leads, and replaces one inside', () => {
    expect(lastStep('COPY d /p\nCOPY ln/ /p\nCOPY e /p/lk')).toBe('rebuilt')
    expect(lastStep('COPY e /p\nCOPY ln/ /p\nCOPY a /p/lk/')).toBe('mkdir /p/sub: not a directory')
    expect(lastStep('COPY ln /p\nCOPY d /p/\nCOPY d/sub /p/lk')).toBe('rebuilt')
    expect(lastStep('COPY d /p/lk\nCOPY ln /p')).toBe('cannot replace to directory /p/lk with file')
  })

  test('an archive may take the place of anything; what is too small for one is a file', () => {
    expect(lastStep('COPY a /p\nADD big /\nCOPY d /p', { files: { ...files, big: 'x'.repeat(600) } })).toBe('rebuilt')
    expect(lastStep('ADD a /p\nADD d /p')).toBe('cannot copy to non-directory: /p')
  })
})

test('a working directory where a file stands fails', () => {
  expect(lastStep('COPY a /p\nWORKDIR /p')).toBe('mkdir /p: not a directory')
  expect(lastStep('WORKDIR /p/a\nCOPY a /p/')).toBe('cannot replace to directory /p/a with file')
})

test('a linked copy is laid over what it finds, and fails only by itself', () => {
  expect(lastStep('COPY a /p\nCOPY --link d /p', linked)).toBe('rebuilt')
  expect(lastStep('COPY a /p\nCOPY --link d /p')).toBe('cannot copy to non-directory: /p')
  expect(lastStep('COPY --link d e /p/', linked)).toBe('cannot replace to directory /p/sub with file')
  expect(lastStep('COPY d /p\nCOPY --link a /p\nCOPY d /p', linked)).toBe('cannot copy to non-directory: /p')
})

describe('in a stage on an image', () => {
  const image = { from: 'alpine' }

  test('what the copies themselves have put there is known', () => {
    expect(lastStep('COPY a /p/\nCOPY d /p/a', image)).toBe('cannot copy to non-directory: /p/a')
    expect(lastStep('COPY d /p\nCOPY e /p', image)).toBe('cannot replace to directory /p/sub with file')
  })

  test('what the image may have had there is not', () => {
    expect(lastStep('COPY a /p\nCOPY d /p', image)).toBe('rebuilt')
    expect(lastStep('WORKDIR /p/a\nCOPY a /p/', image)).toBe('rebuilt')
  })

  test('nor what a command leaves', () => {
    expect(lastStep('COPY d /p\nRUN true\nCOPY e /p', image)).toBe('rebuilt')
  })
})

test('what a failed copy left is not stored, and the step above it is', () => {
  const failed = build({ dockerfile: 'FROM scratch\nCOPY a /p\nCOPY d /p\n', files }, emptyBuilder)
  const { plan } = build({ dockerfile: 'FROM scratch\nCOPY a /p\nCOPY d /q\n', files }, failed.after)
  expect(plan.steps.map(({ status }) => status)).toEqual(['cached', 'rebuilt'])
  const again = build({ dockerfile: 'FROM scratch\nCOPY a /p\nCOPY d /p\n', files }, failed.after)
  expect(again.plan.steps.map(({ status }) => status)).toEqual(['cached', 'fails'])
})
