import { isSpace } from './white-space.ts'

/**
 * Splits arguments at white space; quotes and escapes protect it and stay in the words, for expansion to take off.
 * Source: frontend/dockerfile/parser/line_parsers.go: parseWords.
 */
export function splitWords(text: string, escape: string): string[] {
  const words: string[] = []
  const characters = [...text]
  let word = ''
  let started = false
  let quote: string | null = null
  const finish = () => {
    if (started || word !== '') words.push(word)
    word = ''
    started = false
  }
  for (let at = 0; at < characters.length; at++) {
    let character = characters[at]!
    if (quote === null && isSpace(character)) {
      finish()
      continue
    }
    if (quote === null) {
      if (character === "'" || character === '"') {
        quote = character
        started = true
      } else if (character === escape) {
        // An escape at the very end vanishes.
        if (at + 1 === characters.length) continue
        word += character
        character = characters[++at]!
      }
      word += character
      continue
    }
    if (character === quote) quote = null
    if (character === escape && quote !== "'") {
      if (at + 1 === characters.length) continue
      word += character
      character = characters[++at]!
    }
    word += character
  }
  finish()
  return words
}
