import { DockerfileError } from '../problems/dockerfile-error.ts'

/**
 * One port of EXPOSE, `[[address:]host port:]port[/protocol]`. `byLibrary`: front ends before 1.18 and the classic
 * builder leave it to docker/go-connections. Source: dockerfile2llb/convert_expose.go: parsePort, go-connections:
 * ParsePortSpec.
 */
export function checkPort(text: string, { byLibrary }: { readonly byLibrary: boolean }): void {
  const portRange = byLibrary ? libraryRange : strictRange
  const parts = text.split(':')
  const [ports, allBehind] = cut(parts.at(-1)!, '/')
  const protocol = byLibrary ? cut(allBehind, '/')[0] : allBehind
  if (ports === '') throw new DockerfileError(`invalid port: ${text}: no port specified`)
  if (!/^(tcp|udp|sctp)?$/i.test(protocol)) throw new DockerfileError(`invalid proto: ${protocol}`)
  checkAddress(parts.slice(0, -2).join(':'), byLibrary)
  const inside = portRange(ports)
  if (inside === null) throw new DockerfileError(`invalid containerPort: ${ports}`)
  const hostPorts = parts.at(-2) ?? ''
  if (hostPorts === '') return
  const outside = portRange(hostPorts)
  if (outside === null) throw new DockerfileError(`invalid hostPort: ${hostPorts}`)
  // One port can be taken from a range of the host's.
  if (inside.count > 1 && outside.count !== inside.count) {
    throw new DockerfileError(`invalid ranges specified for container and host Ports: ${ports} and ${hostPorts}`)
  }
}

function cut(text: string, at: string): [string, string] {
  const index = text.indexOf(at)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + at.length)]
}

type Range = { readonly count: number }

/** Accepts no signs, and ignores text after a range. */
const libraryRange = (text: string): Range | null =>
  text.includes('+') ? null : strictRange(text.split('-').slice(0, 2).join('-'))

/** Parses `80` or `80-90`; null for other text. */
function strictRange(text: string): Range | null {
  const [from, to] = cut(text, '-')
  const first = portNumber(from)
  const last = text.includes('-') ? portNumber(to) : first
  return first === null || last === null || last < first ? null : { count: last - first + 1 }
}

function portNumber(text: string): number | null {
  const number = /^[-+]?\d+$/.test(text) ? Number(text) : Number.NaN
  return number >= 0 && number <= 65535 ? number : null
}

const ipv4Form = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

function checkAddress(text: string, needsBrackets: boolean): void {
  if (needsBrackets && text.includes(':') && !text.startsWith('['))
    throw new DockerfileError(`invalid IP address: ${text}`)
  const address = /^\[[^[\]]*\]$/.test(text) ? text.slice(1, -1) : text
  if (address === '' || ipv4Form.test(address)) return
  if (!address.includes(':') || !URL.canParse(`http://[${address}]`))
    throw new DockerfileError(`invalid IP address: ${text}`)
}
