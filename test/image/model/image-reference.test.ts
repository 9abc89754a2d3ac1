import { describe, expect, test } from 'vitest'
import {
  formatImageReference,
  isSameReference,
  type PathKind,
  parseImageReference,
} from '../../../src/image/model/image-reference.ts'

const there: Readonly<Record<string, PathKind>> = {
  'app.tar': 'file',
  '/a/app.tar': 'file',
  'a:b.tar': 'file',
  layout: 'directory',
  './layout': 'directory',
  shop: 'directory',
}
const parse = (text: string) => parseImageReference(text, (path) => there[path] ?? 'nothing')
const engine = (name: string) => ({ kind: 'engine', name })
const archive = (path: string, image: string | null = null) => ({ kind: 'docker-archive', path, image })

test.each([
  ['shop:dev', engine('shop:dev')],
  ['docker:dind', engine('docker:dind')],
  ['docker://shop:dev', engine('shop:dev')],
  ['docker-daemon:shop:dev', engine('shop:dev')],
  ['sha256:abc', engine('sha256:abc')],
  ['localhost:5000/shop:dev', engine('localhost:5000/shop:dev')],
  ['docker-archive:app.tar', archive('app.tar')],
  ['docker-archive:app.tar:shop:2', archive('app.tar', 'shop:2')],
  ['docker-archive://app.tar', archive('app.tar')],
  ['docker-archive:///a/app.tar', archive('/a/app.tar')],
  ['docker-archive:/a/app.tar', archive('/a/app.tar')],
  ['docker-archive:a:b.tar', archive('a:b.tar')],
  ['docker-archive:a:b.tar:shop:2', archive('a:b.tar', 'shop:2')],
  ['docker-archive:gone.tar:1', archive('gone.tar:1')],
  ['oci-archive:app.tar', { kind: 'oci-archive', path: 'app.tar', image: null }],
  ['oci:layout', { kind: 'oci', path: 'layout', image: null }],
  ['oci:layout:v1', { kind: 'oci', path: 'layout', image: 'v1' }],
  ['app.tar', archive('app.tar')],
  ['/a/app.tar:shop:2', archive('/a/app.tar', 'shop:2')],
  ['./layout', { kind: 'oci', path: './layout', image: null }],
  // A directory is often named as the image that it builds.
  ['shop', engine('shop')],
  ['./gone.tar', archive('./gone.tar')],
  ['-', { kind: 'stdin' }],
  ['docker-archive:-', { kind: 'stdin' }],
])('%s', (text, reference) => {
  expect(parse(text)).toEqual(reference)
})

describe('a reference in words', () => {
  test.each(['shop:dev', 'docker-archive:app.tar', 'docker-archive:app.tar:shop:2', 'oci:layout:v1', '-'])(
    '%s reads as it was written',
    (text) => {
      expect(formatImageReference(parse(text))).toBe(text)
    },
  )

  test('says whether two are the same', () => {
    expect(isSameReference(parse('docker://shop:dev'), parse('shop:dev'))).toBe(true)
    expect(isSameReference(parse('app.tar'), parse('docker-archive:app.tar'))).toBe(true)
    expect(isSameReference(parse('app.tar'), engine('docker-archive:app.tar') as never)).toBe(false)
    expect(isSameReference(null, parse('shop'))).toBe(false)
    expect(isSameReference(null, null)).toBe(true)
  })
})
