import { expect, test } from 'vitest'
import { startInTerminal } from './start-terminal.ts'

test('a program in a terminal can be typed to, resized, looked at and ended', async () => {
  const program = startInTerminal(
    'sh',
    ['-c', 'printf "\\033[1mhello\\033[0m\\n"; read word; stty size; echo "got $word"'],
    {
      columns: 40,
      rows: 5,
    },
  )
  try {
    await program.waitFor('hello')
    expect(program.cell(0, 0)).toMatchObject({ text: 'h', bold: true, inverse: false })
    await program.resize(50, 6)
    program.press('j\r')
    await program.waitFor('got j')
    expect(program.text()).toContain('6 50')
    expect(await program.exited()).toEqual({ code: 0, signal: 0 })
  } finally {
    await program.close()
  }
})
