import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInputTokenizer } from '../../src/tui/terminal/input-tokens.ts'

const keysOf = (...chunks: readonly string[]) => {
  const tokenizer = createInputTokenizer()
  const tokens = [...chunks.flatMap((chunk) => tokenizer.push(chunk)), ...tokenizer.flush()]
  return tokens.map((token) => (token.kind === 'key' ? token.key : token))
}

describe('keys', () => {
  test.each([
    ['jjj', ['j', 'j', 'j']],
    ['G?+', ['G', '?', '+']],
    ['\r\n\t ', ['enter', 'enter', 'tab', 'space']],
    ['\x03\x15\x04\x0c\x1a', ['ctrl-c', 'ctrl-u', 'ctrl-d', 'ctrl-l', 'ctrl-z']],
    ['\x7f\b', ['backspace', 'backspace']],
    ['\x1b[A\x1b[B\x1b[C\x1b[D', ['up', 'down', 'right', 'left']],
    ['\x1bOA\x1bOH', ['up', 'home']],
    ['\x1b[5~\x1b[6~\x1b[H\x1b[4~', ['pageup', 'pagedown', 'home', 'end']],
    ['\x1b[Z', ['shift-tab']],
    ['\x1b[1;5A', ['up']],
    ['\x1b', ['escape']],
    ['\x1b\x1b', ['escape', 'escape']],
    ['\x1bq', ['escape', 'q']],
    ['é日😀', ['é', '日', '😀']],
  ])('%j', (bytes, keys) => {
    expect(keysOf(bytes)).toEqual(keys)
  })

  test('a sequence that arrives in pieces is one key', () => {
    expect(keysOf('\x1b', '[', '5', '~')).toEqual(['pageup'])
  })
})

describe('mouse', () => {
  test('a press is a click, a release is nothing', () => {
    expect(keysOf('\x1b[<0;10;5M\x1b[<0;10;5m')).toEqual([{ kind: 'click', x: 9, y: 4 }])
  })

  test('the wheel turns up and down', () => {
    expect(keysOf('\x1b[<64;1;2M\x1b[<65;1;2M')).toEqual([
      { kind: 'wheel', x: 0, y: 1, by: -1 },
      { kind: 'wheel', x: 0, y: 1, by: 1 },
    ])
  })

  test('other buttons and movements are nothing', () => {
    expect(keysOf('\x1b[<2;3;3M\x1b[<35;3;3M')).toEqual([])
  })
})

test('a paste is one text, whatever it holds, in however many pieces', () => {
  expect(keysOf('\x1b[200~rm -rf\r', 'q\x1b[', '201~j')).toEqual([{ kind: 'paste', text: 'rm -rf\rq' }, 'j'])
})

test('answers of the terminal are no keys', () => {
  expect(keysOf('\x1b[I\x1b[O\x1b[?62;22c\x1b[12;40R\x1b]11;rgb:0000/0000/0000\x07\x1bP>|term\x1b\\j')).toEqual(['j'])
})

test('how the bytes are cut changes nothing', () => {
  const parts = fc.constantFrom('j', '\x1b[A', '\x1b[5~', '\x1b[<65;3;4M', '\x1b[200~a\x1bb\x1b[201~', 'é', '\x1bOF')
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 8 }), fc.array(fc.nat(60), { maxLength: 6 }), (sent, cuts) => {
      const bytes = sent.join('')
      const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
      const pieces = places.slice(1).map((end, index) => bytes.slice(places[index], end))
      expect(keysOf(...pieces)).toEqual(keysOf(bytes))
    }),
  )
})
