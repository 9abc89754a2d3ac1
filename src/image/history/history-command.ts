/**
 * A line of an image's history as a Dockerfile would have it. The builders write what they ran:
 *
 *     RUN |1 VERSION=1 /bin/sh -c npm ci # buildkit      → RUN npm ci
 *     COPY src ./src # buildkit                          → COPY src ./src
 *     /bin/sh -c #(nop) WORKDIR /app                     → WORKDIR /app
 *     |1 VERSION=1 /bin/sh -c npm ci                     → RUN npm ci
 *
 * A RUN under another shell keeps it, and one without a shell the build arguments in front: where they end is not told.
 */
export function historyCommand(createdBy: string): string {
  const line = createdBy.replace(/ # buildkit$/, '').trim()
  const metadata = line.match(/^\S+(?: \S+)*? #\(nop\)\s+([\s\S]*)$/)
  if (metadata !== null) return metadata[1]!
  const run = line.match(/^(?:RUN )?(?:\|\d+ (?:[\s\S]*? )?)?\/bin\/sh -c ([\s\S]*)$/)
  if (run !== null) return `RUN ${run[1]!}`
  if (/^\|\d+ /.test(line)) return `RUN ${line}`
  return line
}
