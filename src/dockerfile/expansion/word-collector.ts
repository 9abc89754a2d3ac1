/** Gathers words: white space in added text separates, pieces added whole never do. */
export class WordCollector {
  readonly #words: string[] = []
  #buffer = ''
  #inWord = false

  addWhole(text: string): void {
    this.#buffer += text
    this.#inWord = true
  }

  addSplitting(text: string): void {
    for (const character of text) {
      if (!/\s/u.test(character)) this.addWhole(character)
      else if (this.#inWord && this.#buffer !== '') {
        this.#words.push(this.#buffer)
        this.#buffer = ''
        this.#inWord = false
      }
    }
  }

  /** Drops the word that is being gathered. */
  loseWord(): void {
    this.#buffer = ''
  }

  finish(): string[] {
    if (this.#buffer !== '') this.#words.push(this.#buffer)
    return this.#words
  }
}
