import { printable } from '../../text/printable.ts'

/** An image as it is called on the screen: an archive by the name of its file. */
export function showRef(ref: string): string {
  const archive = /^docker-archive:(.*)$/s.exec(ref)?.[1]
  return printable(archive === undefined ? ref : (archive.split('/').at(-1) ?? archive))
}
