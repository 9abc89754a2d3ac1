/** What a terminal sends, taken apart: one token for each key, click, turn of the wheel or paste. */
export type InputToken =
  /** `j`, `G`, `ctrl-u`, `up`, `enter`, `shift-tab` … */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'paste'; readonly text: string }
  /** Cells count from 0. */
  | { readonly kind: 'click'; readonly x: number; readonly y: number }
  | { readonly kind: 'wheel'; readonly x: number; readonly y: number; readonly by: 1 | -1 }

/** Or an answer of the terminal, a released button: nothing that anybody meant. */
type Taken = InputToken | { readonly kind: 'noise' }

export interface InputTokenizer {
  /** Takes what was read, however it was cut into pieces. */
  push(text: string): readonly InputToken[]
  /** Whether an escape is pending, which is a key only if nothing follows soon. */
  isWaiting(): boolean
  /** Nothing followed: what is pending was a key by itself. */
  flush(): readonly InputToken[]
}

const pasteStart = '\x1b[200~'
const pasteEnd = '\x1b[201~'

export function createInputTokenizer(): InputTokenizer {
  let pending = ''
  return {
    push(text) {
      pending += text
      const tokens: InputToken[] = []
      for (;;) {
        const taken = takeToken(pending)
        if (taken === null) return tokens
        pending = pending.slice(taken.length)
        if (taken.token.kind !== 'noise') tokens.push(taken.token)
      }
    },
    isWaiting: () => pending !== '' && !pending.startsWith(pasteStart),
    flush() {
      if (pending === '' || pending.startsWith(pasteStart)) return []
      const [first, ...rest] = pending
      pending = ''
      if (first !== '\x1b') return []
      // An escape that nothing followed; letters after it would have made a sequence of it.
      return rest.length === 0 ? [{ kind: 'key', key: 'escape' }] : []
    },
  }
}

/** The first token of the text and how long it is; null when more input is needed to decide. */
function takeToken(text: string): { readonly token: Taken; readonly length: number } | null {
  if (text === '') return null
  if (text[0] !== '\x1b') return takeCharacter(text)
  if (text.length === 1) return null
  if (text.startsWith(pasteStart)) {
    const end = text.indexOf(pasteEnd)
    if (end < 0) return null
    return { token: { kind: 'paste', text: text.slice(pasteStart.length, end) }, length: end + pasteEnd.length }
  }
  if (text[1] === '[') return takeControlSequence(text)
  if (text[1] === 'O') {
    if (text.length < 3) return null
    return { token: keyToken(finals[text[2]!]), length: 3 }
  }
  if (text[1] === ']' || text[1] === 'P') return takeString(text)
  // Over a slow line an escape and the key typed after it arrive together. No key here is one with alt.
  return { token: { kind: 'key', key: 'escape' }, length: 1 }
}

function takeCharacter(text: string): { readonly token: Taken; readonly length: number } {
  const character = String.fromCodePoint(text.codePointAt(0)!)
  const code = character.codePointAt(0)!
  const named = controls[character]
  if (named !== undefined) return { token: { kind: 'key', key: named }, length: 1 }
  if (code < 0x20) return { token: { kind: 'key', key: `ctrl-${String.fromCharCode(code + 0x60)}` }, length: 1 }
  return { token: { kind: 'key', key: character }, length: character.length }
}

/** CSI: parameters and a final letter. */
function takeControlSequence(text: string): { readonly token: Taken; readonly length: number } | null {
  const [whole, parameters = '', final = ''] = /^\x1b\[([\x20-\x3f]*)([\x40-\x7e])/.exec(text) ?? []
  if (whole === undefined) {
    // Bytes that turn out not to be a sequence are passed over, so that it cannot hold up what follows.
    return /^\x1b\[[\x20-\x3f]*$/.test(text) ? null : { token: { kind: 'noise' }, length: 2 }
  }
  return { token: tokenOf(parameters, final), length: whole.length }
}

function tokenOf(parameters: string, final: string): Taken {
  if (parameters.startsWith('<')) return mouseToken(parameters.slice(1), final)
  if (final === '~') return keyToken(numbered[parameters.split(';')[0]!])
  if (final === 'Z') return { kind: 'key', key: 'shift-tab' }
  return keyToken(finals[final])
}

/** SGR mouse: button, column and row from 1, `M` pressed or `m` released. */
function mouseToken(parameters: string, final: string): Taken {
  const [button = 0, column = 1, row = 1] = parameters.split(';').map(Number)
  const place = { x: column - 1, y: row - 1 }
  if (button === 64 || button === 65) return { kind: 'wheel', ...place, by: button === 64 ? -1 : 1 }
  return final === 'M' && button === 0 ? { kind: 'click', ...place } : { kind: 'noise' }
}

/** An answer such as a color or a version: ends with BEL or ST. */
function takeString(text: string): { readonly token: Taken; readonly length: number } | null {
  const [whole] = /^\x1b[\]P][^\x07\x1b]*(\x07|\x1b\\)/.exec(text) ?? []
  return whole === undefined ? null : { token: { kind: 'noise' }, length: whole.length }
}

function keyToken(key: string | undefined): Taken {
  return key === undefined ? { kind: 'noise' } : { kind: 'key', key }
}

const controls: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  ' ': 'space',
  '\x7f': 'backspace',
  '\b': 'backspace',
}

const finals: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  M: 'enter',
}

const numbered: Readonly<Record<string, string>> = {
  '1': 'home',
  '3': 'delete',
  '4': 'end',
  '5': 'pageup',
  '6': 'pagedown',
  '7': 'home',
  '8': 'end',
}
