import { describe, expect, test } from 'vitest'
import { emptyBuilder } from '../../../../src/cache/model/builder-state.ts'
import { dir, file, link } from '../../../context/tree.ts'
import { build, type SmallBuild } from '../../small-build.ts'

/** How the last step fares when `after` is built where `before` was. */
function lastStatus(dockerfile: string, before: SmallBuild['files'], after: SmallBuild['files']): string {
  const first = build({ dockerfile, files: before! }, emptyBuilder)
  return build({ dockerfile, files: after! }, first.after).plan.steps.at(-1)!.status
}

const edit = file('edited', { mtime: 9 })

describe('a stage that only copies, on nothing', () => {
  const assets = 'FROM scratch AS assets\nCOPY a /a\nCOPY d /d/\nFROM alpine\nCOPY --from=assets'

  test('hands on what was copied in, so that an edit of something else leaves it cached', () => {
    expect(lastStatus(`${assets} /a /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': edit })).toBe('cached')
    expect(lastStatus(`${assets} /d /x\n`, { a: '1', 'd/f': '1' }, { a: edit, 'd/f': '1' })).toBe('cached')
    expect(lastStatus(`${assets} /d /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': edit })).toBe('rebuilt')
    expect(lastStatus(`${assets} / /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': edit })).toBe('rebuilt')
  })

  test('has no other path: a copy of one fails, and the stage itself was made by then', () => {
    const files = { a: '1', 'd/f': '1' }
    const first = build({ dockerfile: `${assets} /b /x\n`, files }, emptyBuilder)
    expect(first.plan.steps.at(-1)).toMatchObject({ status: 'fails', causes: [{ message: '"/b": not found' }] })
    const second = build({ dockerfile: `${assets} /a /x\n`, files }, first.after)
    expect(second.plan.steps.map(({ status }) => status)).toEqual(['cached', 'cached', 'cached', 'rebuilt'])
  })

  test('an archive may be unpacked: what comes out is not known', () => {
    const unpacked = 'FROM scratch AS assets\nADD t /t/\nCOPY a /a\nFROM alpine\nCOPY --from=assets /t /x\n'
    const archive = 'x'.repeat(600)
    expect(lastStatus(unpacked, { t: archive, a: '1' }, { t: archive, a: edit })).toBe('depends')
    expect(lastStatus(unpacked, { t: 'too small', a: '1' }, { t: 'too small', a: edit })).toBe('cached')
  })

  test('nor does a directory whose mode the builder has not noticed', () => {
    const before = { a: '1', 'd/e': dir(0o755) }
    const chmodded = { ...dir(0o700), headerMode: 0o755 }
    expect(lastStatus(`${assets} /d /x\n`, before, { a: edit, 'd/e': chmodded })).toBe('depends')
  })
})

describe('a stage on an image', () => {
  const stage = 'FROM alpine AS b\nRUN setup\nCOPY a /app/a\nCOPY d /app/d\nFROM alpine\nCOPY --from=b'

  test('a path that only copies have touched stays what it was', () => {
    expect(lastStatus(`${stage} /app/a /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': edit })).toBe('cached')
    expect(
      lastStatus(`${stage} /app/d/f /x\n`, { a: '1', 'd/f': '1', 'd/g': '1' }, { a: edit, 'd/f': '1', 'd/g': '1' }),
    ).toBe('cached')
  })

  test('a file that was copied to it and changed is another one for certain', () => {
    expect(lastStatus(`${stage} /app/a /x\n`, { a: '1', 'd/f': '1' }, { a: edit, 'd/f': '1' })).toBe('rebuilt')
    expect(lastStatus(`${stage} /app/d /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': edit })).toBe('rebuilt')
  })

  test('a file that is new in a directory may have been in the image', () => {
    expect(lastStatus(`${stage} /app/d /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': '1', 'd/n': '1' })).toBe(
      'depends',
    )
  })

  test('nothing is certain once a command has run on top', () => {
    const run = stage.replace('FROM alpine\nCOPY --from', 'RUN build\nFROM alpine\nCOPY --from')
    expect(lastStatus(`${run} /app/a /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': edit })).toBe('depends')
  })

  test('nor where links can give a path a second name', () => {
    const linking = stage.replace('RUN setup', 'RUN ln -s /app /srv')
    expect(lastStatus(`${linking} /app/a /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': edit })).toBe('depends')
    const files = { a: '1', 'd/l': link('/app') }
    expect(lastStatus(`${stage} /app/a /x\n`, { ...files, 'd/f': '1' }, { ...files, 'd/f': edit })).toBe('depends')
    const system = stage.replaceAll('/app/d', '/bin/d')
    expect(lastStatus(`${system} /app/a /x\n`, { a: '1', 'd/f': '1' }, { a: '1', 'd/f': edit })).toBe('depends')
  })
})
