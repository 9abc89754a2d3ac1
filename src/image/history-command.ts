/**
 * A line of an image's history as a Dockerfile would have it. The builders write what they ran:
 *
 *     RUN |1 VERSION=1 /bin/sh -c npm ci # buildkit      → RUN npm ci
 *     COPY src ./src # buildkit                          → COPY src ./src
 *     /bin/sh -c #(nop) WORKDIR /app                     → WORKDIR /app
 *     |1 VERSION=1 /bin/sh -c npm ci                     → RUN npm ci
 *
 * A RUN under another shell keeps it.
 */
export function historyCommand(createdBy: string): string {
  const line = createdBy.replace(/ # buildkit$/, '').trim()
  const metadata = line.match(/^\/bin\/sh -c #\(nop\)\s+([\s\S]*)$/)
  if (metadata !== null) return metadata[1]!
  const run = line.match(/^(?:RUN )?(?:\|\d+ (?:[\s\S]*? )?)?\/bin\/sh -c ([\s\S]*)$/)
  if (run !== null) return `RUN ${run[1]!}`
  return line
}
