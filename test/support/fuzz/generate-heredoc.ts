import { generateCopyFlags } from './generate-copy.ts'
import type { Random } from './random.ts'

/** COPY or ADD of files written in the Dockerfile itself. */
export function generateHeredocCopy(random: Random): string {
  const body = random.pick(['hi', 'v=$A', 'ho \\$B ${A:-dd}', '  sp\n\ttab', '#!x', '', 'a\\\nb', '"$A" \'$B\'', '# c'])
  const quote = random.chance(25) ? '"' : ''
  const name = random.pick(['EOF', 'E2', 'f.conf', 'EOF', 'E2', 'f.conf', 'E.x-y', '1', '_', 'Ü', 'a+b', 'f.txt'])
  if (random.chance(20)) return `COPY ${generateCopyFlags(random)}<<-${quote}${name}${quote} /h/\n\t${body}\n\t${name}`
  if (random.chance(20)) {
    const second = random.pick(['K2', 'K2', name])
    return `COPY ${generateCopyFlags(random)}<<${name} <<${second} /h/\n${body}\n${name}\nk2 $A\n${second}`
  }
  if (random.chance(8)) return `COPY <<${name} ${random.pick(['.', 'src', 'docs'])} /h/\n${body}\n${name}`
  const keyword = random.pick(['COPY', 'ADD'])
  const flags = random.chance(20) ? '--chmod=755 ' : ''
  return `${keyword} ${flags}<<${quote}${name}${quote} /h/${random.chance(30) ? 'f' : ''}\n${body}\n${name}`
}

/** RUN whose script is a heredoc: alone, with a shebang, several of them, fed to a command. */
export function generateHeredocRun(random: Random, flags: string, command: string): string {
  const end = random.int(2)
  return random.weighted([
    [3, () => `RUN ${flags}<<EOF\n${command}\necho ${end}\nEOF`],
    [1, () => `RUN ${flags}<<E2\n${command}\necho ${end}\nE2`],
    [1, () => `RUN ${flags}<<"EOF"\n${command}\necho ${end}\nEOF`],
    [1, () => `RUN ${flags}<<-EOF\n\t${command}\n\techo ${end}\n\tEOF`],
    [1, () => `RUN ${flags}<<EOF\n#!/bin/sh\n${command}\nEOF`],
    [1, () => `RUN ${flags}cat <<A > /o1 && cat <<B > /o2\n$A 1\nA\nb ${end}\nB`],
    [1, () => `RUN ${flags}<<EOF sh\n${command}\nEOF`],
    [1, () => `RUN ${flags}<<"E F"\n${command}\nE F`],
    [1, () => `RUN ${flags}cat <<A <<A > /o1\n1\nA\n${end}\nA`],
    [1, () => `RUN ${flags}cat 3<<A <&3 > /o1\n$A ${end}\nA`],
    [1, () => `RUN ${flags}<<E''OF\n${command}\n# ${end}\nEOF`],
  ])
}
