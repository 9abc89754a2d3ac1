import { generateHeredocRun } from './generate-heredoc.ts'
import { generateMount } from './generate-mount.ts'
import type { LineSite } from './line-site.ts'
import type { Random } from './random.ts'

/** RUN in every form, with mounts and network modes. Commands take no time; some print the clock on purpose. */
export function generateRun(site: LineSite): string {
  const { random } = site
  const flags = generateRunFlags(site)
  const command = random.pick(commands(random))
  const end = random.int(2)
  return random.weighted([
    [8, () => `RUN ${flags}${command}`],
    [1, () => `RUN ${flags}["/bin/sh","-c",${JSON.stringify(command)}]`],
    [1, () => `RUN ${flags}["/bin/sh", "-c" , ${JSON.stringify(command)}]`],
    [4, () => generateHeredocRun(random, flags, command)],
    [1, () => `RUN ${flags}\\\n  ${command}`],
    [1, () => `RUN ${flags}${command} \\\n    # comment\n    && echo ${end}`],
    [1, () => `run ${flags}${command} \\\n\n    && echo ${end}`],
  ])
}

/** A RUN that leaves something in /out for stages that copy from this one. */
export const generateProducer = (random: Random): string => `RUN ${random.pick(producers)}`

function generateRunFlags(site: LineSite): string {
  const { random } = site
  const flags: string[] = []
  if (random.chance(45)) flags.push(`--mount=${generateMount(site)}`)
  while (flags.length > 0 && flags.length < 4 && random.chance(35)) flags.push(`--mount=${generateMount(site)}`)
  if (random.chance(8)) flags.push(`--network=${random.chance(4) ? 'host' : random.pick(['none', 'default'])}`)
  return flags.map((flag) => `${flag} `).join('')
}

const commands = (random: Random): readonly string[] => [
  `echo ${random.int(3)}`,
  `echo  ${random.int(2)}`,
  'echo $A',
  'mkdir -p /out && echo k > /out/k',
  'mkdir -p /out && date +%N > /out/n',
  'mkdir -p /out && cp -r /x /out/ 2>/dev/null || true',
  'mkdir -p /out && find /x -type f 2>/dev/null | sort > /out/l || true',
  'mkdir -p /out && cat /x/f.txt > /out/c 2>/dev/null; true',
  'mkdir -p /out/d && chmod 7${A:-55} /out/d; true',
  'mkdir -p /x && touch /x/made',
  'rm -rf /x /out',
  'mkdir -p /out && ln -sf k /out/s && echo k > /out/k',
  'mkdir -p /out && wc -c < /m/f.txt > /out/w 2>/dev/null; true',
  'env | sort > /e || true',
  'true',
  'mkdir -p /out && echo $A$B > /out/k',
  'echo "${A:-x} ${ZZ}" \'$B\' > /q',
  'echo $TARGETARCH $BUILDPLATFORM $TARGETSTAGE',
  'mkdir -p /out && echo $TARGETPLATFORM > /out/k',
  'rm -f /x/f.txt; true',
]

const producers = [
  'mkdir -p /out && echo k > /out/k',
  'mkdir -p /out && date +%N > /out/n && echo k > /out/k',
  'mkdir -p /out && cp -r /x /out/ 2>/dev/null; echo k > /out/k',
  'mkdir -p /out && { find /x -type f 2>/dev/null | sort; } > /out/k',
  'mkdir -p /out && cat /x/* > /out/k 2>/dev/null; true',
  'mkdir -p /out && echo $A > /out/k',
  'mkdir -p /out && ls -l / | wc -l > /out/k',
  'mkdir -p /out && cat /x/* 2>/dev/null | wc -l > /out/k',
  'mkdir -p /out && { cat /x/* 2>/dev/null | head -c 1; } > /out/k',
  '--mount=target=/ctx mkdir -p /out && ls /ctx/src 2>/dev/null | wc -l > /out/k',
  '--mount=target=/ctx mkdir -p /out && { cat /ctx/src/f.txt /ctx/f.txt 2>/dev/null | sort | head -n 1; } > /out/k',
  'mkdir -p /out && echo k > /out/k && chmod 7${B:-55} /out/k || true',
]
