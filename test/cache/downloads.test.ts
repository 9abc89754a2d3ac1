import { describe, expect, test } from 'vitest'
import { lastPlan, type SmallBuild } from './small-build.ts'

// What ADD downloads is asked for in every build: before one, only what is pinned is certain.

const statuses = (...builds: readonly SmallBuild[]) =>
  Object.fromEntries(
    lastPlan(...builds).steps.map(({ text, status }) => [text.split(' ').slice(0, 2).join(' '), status]),
  )

const commit = '1'.repeat(40)
const other = '2'.repeat(40)

describe('built again without a change', () => {
  test('a URL, and what follows it, depends on what the server answers', () => {
    const dockerfile = 'FROM scratch\nADD https://example.com/a.txt /\nCOPY a /'
    const small = { dockerfile, files: { a: '1' } }
    expect(statuses(small, small)).toMatchObject({ 'ADD https://example.com/a.txt': 'depends', 'COPY a': 'depends' })
  })

  test('a checksum or a commit makes it certain', () => {
    const checked = `ADD --checksum=sha256:${'1'.repeat(64)} https://example.com/a.txt /`
    const pinned = `ADD https://example.com/shop.git#${commit}:docs /docs/`
    const small = { dockerfile: `FROM scratch\n${checked}\n${pinned}` }
    expect(Object.values(statuses(small, small))).toEqual(['cached', 'cached'])
  })

  test('a branch of a git repository depends on where it stands', () => {
    const small = { dockerfile: 'FROM scratch\nADD https://example.com/shop.git#main /shop/' }
    expect(statuses(small, small)).toMatchObject({ 'ADD https://example.com/shop.git#main': 'depends' })
  })
})

test('behind a download, an edited file still busts its step for certain', () => {
  const dockerfile = 'FROM scratch\nADD https://example.com/a.txt /\nCOPY a /'
  const after = statuses({ dockerfile, files: { a: '1' } }, { dockerfile, files: { a: 'longer' } })
  expect(after).toMatchObject({ 'ADD https://example.com/a.txt': 'depends', 'COPY a': 'rebuilt' })
})

test('another commit, or another folder of the same commit, may hold the same files', () => {
  const at = (ref: string) => ({ dockerfile: `FROM scratch\nADD https://example.com/shop.git#${ref} /shop/` })
  expect(Object.values(statuses(at(`${commit}:a`), at(`${other}:a`)))).toEqual(['depends'])
  expect(Object.values(statuses(at(`${commit}:a`), at(`${commit}:b`)))).toEqual(['depends'])
})
