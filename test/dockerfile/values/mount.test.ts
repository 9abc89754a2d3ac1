import { describe, expect, it } from 'vitest'
import { featuresOf } from '../../../src/dockerfile/frontend/frontend-features.ts'
import { DockerfileError } from '../../../src/dockerfile/problems/dockerfile-error.ts'
import { mountFrom, parseMount, splitCsv } from '../../../src/dockerfile/values/mount.ts'

const variables: Readonly<Record<string, string>> = { $DIR: '/work', $FROM: 'stage' }
const mount = (flag: string, version = 19) =>
  parseMount(flag, (value) => variables[value] ?? value, featuresOf({ version, labs: false }))

describe('RUN --mount', () => {
  it('binds read-only by default', () => {
    expect(mount('target=/src')).toMatchObject({ type: 'bind', readOnly: true, target: '/src', from: null })
    expect(mount('target=/src,rw')).toMatchObject({ readOnly: false })
  })

  it('caches are writable by default', () => {
    expect(mount('type=cache,target=/c,id=x,sharing=LOCKED,mode=0755,uid=5')).toMatchObject({
      type: 'cache',
      readOnly: false,
      id: 'x',
      sharing: 'locked',
      mode: 0o755,
      uid: 5,
      gid: null,
    })
  })

  it('takes other names of its fields, and quotes around a whole field', () => {
    expect(mount('src=a,dst=/b')).toMatchObject({ source: 'a', target: '/b' })
    expect(mount('"source=a,b",destination=/c')).toMatchObject({ source: 'a,b', target: '/c' })
  })

  it('expands values, but not the name of a stage', () => {
    expect(mount('target=$DIR,from=$FROM')).toMatchObject({ target: '/work', from: '$FROM' })
    expect(mountFrom('type=bind,from=build,target=/x')).toBe('build')
    expect(mountFrom('type=bind,target=/x')).toBeNull()
  })

  it('reads the size of a tmpfs in binary units', () => {
    expect(mount('type=tmpfs,target=/t,size=1.5m')).toMatchObject({ size: 1536 * 1024 })
  })

  it('puts a secret into a variable since 1.10', () => {
    expect(mount('type=secret,id=s,env=TOKEN,required')).toMatchObject({ environment: 'TOKEN', required: true })
    expect(() => mount('type=secret,id=s,env=TOKEN', 9)).toThrow("unexpected key 'env'")
  })

  it.each([
    ['type=nfs,target=/x', 'unsupported mount type "nfs"'],
    ['target', "invalid field 'target' must be a key=value pair"],
    ['color=red', "unexpected key 'color'"],
    ['type=cache,target=/c,sharing=none', 'unsupported sharing value "none"'],
    ['target=/x,uid=5', 'uid not allowed for "bind" type mounts'],
    ['target=/x,size=5', "unexpected key 'size' for mount type 'bind'"],
    ['type=cache,target=/c,mode=9', 'invalid value 9 for mode'],
    ['target=/x,ro=maybe', 'invalid value for ro: maybe'],
    ['target=/x,required', "unexpected key 'required'"],
    ['type=secret', 'one of source, target required'],
    ['type=secret,id=a,source=b', "both source and id can't be set"],
    ['type=ssh,source=x', 'ssh does not support source'],
    ['target=/x,sharing=shared', 'invalid cache sharing set for bind mount'],
  ])('rejects %s', (flag, message) => {
    expect(() => mount(flag)).toThrow(DockerfileError)
    expect(() => mount(flag)).toThrow(message)
  })

  it('rejects stray quotes', () => {
    expect(() => splitCsv('a"b,c')).toThrow('bare "')
    expect(() => splitCsv('"a,b')).toThrow('missing "')
  })
})
