const systems =
  'aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|macos|nacl|netbsd|openbsd|plan9|solaris|windows|zos'
const architectures =
  '386|i386|amd64|x86_64|x86-64|amd64p32|arm|armbe|armhf|armel|arm64|aarch64|arm64be|ppc|ppc64|ppc64le|loong64|mips|mipsle|mips64|mips64le|mips64p32|mips64p32le|riscv|riscv64|s390|s390x|sparc|sparc64|wasm'
const component = /^[A-Za-z0-9_.-]+$/
const firstComponent = /^[A-Za-z0-9_-]+(?:\([A-Za-z0-9_.%-]*(?:\+[A-Za-z0-9_.%-]+)*\))?$/
const knownSystem = new RegExp(`^(?:${systems})$`, 'i')
const knownArchitecture = new RegExp(`^(?:${architectures})$`, 'i')

/**
 * Parses `OS/ARCH[/VARIANT]` into normalized form: `linux/x86_64`, `amd64` and `linux/amd64/v1` are all `linux/amd64`.
 * A single word is an architecture or an operating system; the other half comes from `own`, the platform of the machine
 * that reads it. Returns null for other text.
 * Source: containerd/platforms: Parse, Normalize.
 */
export function parsePlatform(text: string, own: string): string | null {
  const [first = '', ...more] = text.split('/')
  if (!firstComponent.test(first) || more.length > 2 || !more.every((part) => component.test(part))) return null
  const [ownSystem = '', ownArchitecture = ''] = own.split('/')
  const system = first.replace(/\(.*$/, '')
  const [second = ownArchitecture, variant = ''] = more
  if (more.length > 0 || knownSystem.test(system)) return formatPlatform(system, second, variant)
  return knownArchitecture.test(system) ? formatPlatform(ownSystem, system, '') : null
}

/** Whether programs exist for a normalized platform: `foo/bar` is well-formed, but unknown. */
export function isKnownPlatform(platform: string): boolean {
  const [system = '', architecture = ''] = platform.split('/')
  return knownSystem.test(system) && knownArchitecture.test(architecture)
}

function formatPlatform(system: string, architecture: string, variant: string): string {
  const os = system.toLowerCase() === 'macos' ? 'darwin' : system.toLowerCase()
  return [os, ...withoutDefault(architecture.toLowerCase(), variant.toLowerCase())].join('/')
}

/** Architecture and variant under their own names; the variant that every machine of the kind has is left out. */
function withoutDefault(architecture: string, variant: string): readonly string[] {
  switch (architecture) {
    case 'i386':
      return ['386']
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return ['amd64', ...(variant === '' || variant === 'v1' ? [] : [variant])]
    case 'aarch64':
    case 'arm64':
      return ['arm64', ...(/^v?8?$/.test(variant) ? [] : [variant])]
    case 'armhf':
      return ['arm', 'v7']
    case 'armel':
      return ['arm', 'v6']
    case 'arm':
      return ['arm', /^\d$/.test(variant) ? `v${variant}` : variant || 'v7']
    default:
      return [architecture, ...(variant === '' ? [] : [variant])]
  }
}
