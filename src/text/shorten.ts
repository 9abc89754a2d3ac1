/** Characters of one line of a message. */
const longest = 600

/** Cuts the middle out of a line that quotes something very long: a message keeps its beginning and its end. */
export function shorten(line: string): string {
  if (line.length <= longest) return line
  const half = longest / 2
  return `${line.slice(0, half)}…${line.slice(-half)}`
}
