import { gzipSync } from 'node:zlib'

/** Small tar archives for ADD: two that differ in one byte of one member, and one of them compressed. */
const first = tar([
  ['in.txt', '1'],
  ['d/k', '2'],
])
const second = tar([
  ['in.txt', '2'],
  ['d/k', '2'],
])

export const sampleArchives = {
  plain: [first.toString('base64'), second.toString('base64')],
  compressed: gzipSync(first).toString('base64'),
} as const

/** A ustar archive of regular files, the same bytes everywhere. */
function tar(files: readonly (readonly [name: string, content: string])[]): Buffer {
  const blocks = files.flatMap(([name, content]) => {
    const body = Buffer.alloc(512)
    body.write(content)
    return [header(name, content.length), body]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(512)
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
  block.write(name, 0)
  block.write(
    `${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(1_600_000_000, 11)}\0`,
    100,
  )
  block.write('        0', 148)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\0 `, 148)
  return block
}
