import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { showParse } from '../show-parse.ts'

// Each case is a Dockerfile and, in parse.txt, how it has to be understood (or line:column and why it is rejected).
const cases = new URL('../../cases/dockerfile/', import.meta.url)

describe('a Dockerfile', () => {
  it.each(readdirSync(cases))('%s', async (name) => {
    const text = readFileSync(new URL(`${name}/Dockerfile`, cases), 'utf8')
    await expect(showParse(text)).toMatchFileSnapshot(new URL(`${name}/parse.txt`, cases).pathname)
  })
})
