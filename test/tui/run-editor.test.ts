import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { editorCommand, runEditor } from '../../src/tui/terminal/run-editor.ts'
import { temporaryTree } from '../sources/files/temporary-tree.ts'

describe('the editor', () => {
  test.each([
    [{ EDITOR: 'vim' }, 'vim', ['+7', '/a b']],
    [{ EDITOR: '/usr/bin/nvim -p' }, '/usr/bin/nvim -p', ['+7', '/a b']],
    [{ VISUAL: 'code -w', EDITOR: 'vim' }, 'code -w', ['-g', '/a b:7']],
    [{ EDITOR: 'hx' }, 'hx', ['/a b:7']],
    [{ EDITOR: 'unknown' }, 'unknown', ['/a b']],
    [{}, 'vi', ['+7', '/a b']],
  ])('%j', (environment, editor, files) => {
    expect(editorCommand(environment, '/a b', 7)).toEqual({ editor, files })
  })

  test('gets the file as one argument, whatever its name holds', async () => {
    const root = temporaryTree({ 'editor.sh': '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.out"\n' })
    const script = join(root, 'editor.sh')
    const name = '$(touch owned) \'; "x"'
    expect(await runEditor({ EDITOR: `sh ${script} -w` }, name, null)).toBeNull()
    expect(readFileSync(`${script}.out`, 'utf8')).toBe(`-w\n${name}\n`)
  })

  test('that is not there is said', async () => {
    expect(await runEditor({ EDITOR: 'no-such-editor-here' }, 'x', null)).toBe(
      'no-such-editor-here: command not found (set EDITOR to your editor)',
    )
  })
})
