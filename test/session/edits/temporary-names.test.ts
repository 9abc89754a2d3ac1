import { expect, test } from 'vitest'
import { isTemporaryName } from '../../../src/session/edits/temporary-names.ts'

test.each([
  'src/4913',
  'src/.a.ts.swp',
  'src/.a.ts.swx',
  'a.ts~',
  '.#a.ts',
  '#a.ts#',
  'a.ts___jb_tmp___',
  'a.ts___jb_old___',
  '.goutputstream-AB12CD',
  '.a.ts.kate-swp',
  '.~lock.report.odt#',
  '.nfs00000001a2b3',
  'sedAb12Cd',
  'a.json.tmp',
  'a.json.1234-x1.tmp',
])('%s is made by an editor or tool while it saves', (name) => {
  expect(isTemporaryName(name)).toBe(true)
})

test.each(['src/a.ts', '.env', 'sedge1.ts', '4913.txt', 'tmp/a', '.swp/a', 'a#b', 'template.tmpl'])(
  '%s is a file of its own',
  (name) => {
    expect(isTemporaryName(name)).toBe(false)
  },
)
