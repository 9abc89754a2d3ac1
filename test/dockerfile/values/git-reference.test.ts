import { describe, expect, it, test } from 'vitest'
import { featuresOf } from '../../../src/dockerfile/frontend/frontend-features.ts'
import { gitReference as readGitReference } from '../../../src/dockerfile/values/git-reference.ts'

const newest = 26

const gitReference = (source: string, version: number) => readGitReference(source, featuresOf({ version, labs: false }))

describe('which words are repositories', () => {
  it.each([
    ['https://example.com/shop.git', 'repository'],
    ['https://example.com/shop.git#main:docs', 'repository'],
    ['https://example.com/shop.git?branch=main', 'repository'],
    ['HTTPS://example.com/shop.git', 'repository'],
    ['git://example.com/shop', 'repository'],
    ['ssh://git@example.com/shop', 'repository'],
    ['git@example.com:shop/app', 'repository'],
    ['me@host:shop', 'repository'],
    ['github.com/moby/buildkit', 'like a path'],
    ['https://example.com/shop.tar', null],
    ['https://example.com/shop?file=.git', null],
    ['./github.com/moby/buildkit', null],
    ['git@', null],
    ['vendor/shop.git', null],
    ['ftp://example.com/shop.git', null],
  ])('%s', (source, kind) => {
    expect(gitReference(source, newest)).toBe(kind)
  })
})

test('1.7 alone takes a path that ends in .git for an address', () => {
  expect([6, 7, 8].map((frontend) => gitReference('vendor/shop.git', frontend))).toEqual([null, 'repository', null])
})

test('before 1.5 nothing is a repository', () => {
  expect(gitReference('https://example.com/shop.git', 4)).toBeNull()
})

describe('what a query may say', () => {
  it.each([
    ['?ref=main&subdir=docs&keep-git-dir&submodules=0', 18],
    ['?mtime=commit', 23],
    ['?fetch-by-commit', 24],
    ['?anything=at+all', 17],
  ])('%s since 1.%i', (query, frontend) => {
    expect(gitReference(`https://example.com/shop.git${query}`, frontend)).toBe('repository')
  })

  it.each([
    ['?mtime=commit', 22, 'unexpected query "mtime"'],
    ['?fetch-by-commit', 23, 'unexpected query "fetch-by-commit"'],
    ['?anything=x', newest, 'unexpected query "anything"'],
    ['?ref=', newest, 'query "ref" has no value'],
    ['?ref=a&ref=b', newest, 'query "ref" has multiple values'],
    ['?submodules=maybe', newest, 'invalid submodules value: "maybe"'],
    ['?mtime=now', newest, 'invalid mtime value: "now"'],
  ])('%s not in 1.%i', (query, frontend, message) => {
    expect(() => gitReference(`https://example.com/shop.git${query}`, frontend)).toThrow(message)
  })
})
